package wazero

import (
	"encoding/binary"
	"errors"

	"github.com/twelvefold/twelvefold/core/code"
)

// HostFunc is a function of the host that the guest's engines call, with
// packed arguments (see bindings-wasm/wasm/values.go); its result is packed
// too. It may call exports of the guest.
type HostFunc func(g *Guest, args []byte) (result []byte, err error)

// hostCalls gives one guest the functions host_call and host_stopped.
type hostCalls struct {
	guest     *Guest
	functions []HostFunc // numbered from 1
	thrown    []error    // numbered from 1
	stopped   func(run uint32) bool
}

// AddFunc makes a function known to the guest, and gives its number.
func (g *Guest) AddFunc(f HostFunc) uint64 {
	g.host.functions = append(g.host.functions, f)
	return uint64(len(g.host.functions))
}

// Thrown is the error of a function that the guest tells of by its number.
func (g *Guest) Thrown(number int) error { return g.host.thrown[number-1] }

// StopRuns sets what answers whether a run that the host numbered is to end.
func (g *Guest) StopRuns(stopped func(run uint32) bool) { g.host.stopped = stopped }

// call runs a function. A panic in it is its error: it must not run through the
// guest's frames.
func (h *hostCalls) call(c call) int32 {
	args, _ := c.bytes(1)
	result, err := h.guarded(uint32(c.stack[0]), append([]byte(nil), args...))
	if err != nil {
		h.thrown = append(h.thrown, err)
		return ^h.leave(packError(len(h.thrown), err))
	}
	return h.leave(result)
}

func (h *hostCalls) guarded(fn uint32, args []byte) (result []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errPanic
		}
	}()
	return h.functions[fn-1](h.guest, args)
}

var errPanic = errors.New("the function panicked")

// leave puts bytes into the scratch buffer, and gives their length.
func (h *hostCalls) leave(b []byte) int32 {
	at, err := h.guest.raw("abi_scratch", uint64(len(b)))
	if err != nil || !h.guest.module.Memory().Write(uint32(at), b) {
		return 0
	}
	return int32(len(b))
}

// packError packs what the guest is told of an error: its number, that it is
// no failure of the guest's own, its code and its text.
func packError(number int, err error) []byte {
	const noFailure = 0
	packed := binary.LittleEndian.AppendUint32(nil, uint32(number))
	packed = binary.LittleEndian.AppendUint32(packed, noFailure)
	for _, field := range []string{string(code.Of(err)), err.Error()} {
		packed = binary.LittleEndian.AppendUint32(packed, uint32(len(field)))
		packed = append(packed, field...)
	}
	return packed
}

// ask answers host_stopped.
func (h *hostCalls) ask(c call) int32 {
	if h.stopped != nil && h.stopped(uint32(c.stack[0])) {
		return 1
	}
	return 0
}
