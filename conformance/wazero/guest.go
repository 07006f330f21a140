package wazero

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs"
)

// Status is what an export gives: see bindings-wasm/wasm/abi.go.
type Status int32

// Statuses. Errors are negative; Call turns them into a *GuestError.
const (
	OK   Status = 0
	Miss Status = 1
)

// GuestError is an error that the module gave, with its code.
type GuestError struct {
	code code.Code
	text string
}

func (e *GuestError) Error() string { return e.text }

// ErrorCode makes it a code.Coded.
func (e *GuestError) ErrorCode() code.Code { return e.code }

// errDead is what a guest that has trapped answers.
var errDead = code.New(code.Dead, "wazero: the instance has trapped and answers no more")

// Runtime holds the compiled module. One compilation serves any number of
// guests, each with a runtime of its own, as their files differ.
type Runtime struct {
	module []byte
	config wazero.RuntimeConfig
}

// NewRuntime takes the module's bytes. What it compiles is kept in cacheDir.
func NewRuntime(module []byte, cacheDir string) (*Runtime, error) {
	cache, err := wazero.NewCompilationCacheWithDir(cacheDir)
	if err != nil {
		return nil, err
	}
	return &Runtime{module, wazero.NewRuntimeConfig().WithCompilationCache(cache)}, nil
}

// Guest is one running instance. It is for one goroutine.
type Guest struct {
	ctx     context.Context
	runtime wazero.Runtime
	module  api.Module
	files   *files
	host    *hostCalls
	slot    uint32 // address of the results
	staged  []byte // what the next call takes from the scratch buffer
	dead    bool
}

// Start runs a new instance. fs may be nil: then its world is in memory.
func (r *Runtime) Start(ctx context.Context, fs vfs.FS) (*Guest, error) {
	g := &Guest{ctx: ctx, runtime: wazero.NewRuntimeWithConfig(ctx, r.config)}
	g.files = &files{fs: fs, open: map[int32]io.Closer{}}
	g.host = &hostCalls{guest: g}
	if err := g.start(r.module); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

func (g *Guest) start(module []byte) error {
	if _, err := wasi_snapshot_preview1.Instantiate(g.ctx, g.runtime); err != nil {
		return err
	}
	if err := g.files.instantiate(g.ctx, g.runtime, g.host); err != nil {
		return err
	}
	// What Go prints before it traps belongs to whoever looks for the reason.
	config := wazero.NewModuleConfig().WithStartFunctions("_initialize").WithStderr(os.Stderr).
		WithSysWalltime().WithSysNanotime()
	var err error
	if g.module, err = g.runtime.InstantiateWithConfig(g.ctx, module, config); err != nil {
		return err
	}
	at, err := g.raw("abi_slot")
	g.slot = uint32(at)
	return err
}

// Close ends the instance and closes its files.
func (g *Guest) Close() error {
	g.files.release()
	return g.runtime.Close(g.ctx)
}

// raw calls an export; a trap ends the guest.
func (g *Guest) raw(name string, args ...uint64) (uint64, error) {
	if g.dead {
		return 0, errDead
	}
	results, err := g.module.ExportedFunction(name).Call(g.ctx, args...)
	if err != nil {
		g.dead = true
		g.files.release()
		return 0, errDead.With(err)
	}
	if len(results) == 0 {
		return 0, nil
	}
	return results[0], nil
}

// Stage puts bytes behind those that the next call takes, and gives their
// length as an argument.
func (g *Guest) Stage(b []byte) uint64 {
	g.staged = append(g.staged, b...)
	return uint64(len(b))
}

// Call calls an export with what was staged. Its results stand in Bytes and
// Number until the next call.
func (g *Guest) Call(name string, args ...uint64) (Status, error) {
	if len(g.staged) > 0 {
		at, err := g.raw("abi_scratch", uint64(len(g.staged)))
		if err != nil {
			return 0, err
		}
		g.module.Memory().Write(uint32(at), g.staged)
		g.staged = g.staged[:0]
	}
	result, err := g.raw(name, args...)
	if err != nil {
		return 0, err
	}
	status := Status(api.DecodeI32(result))
	if status < 0 {
		word, text, _ := bytes.Cut(g.Bytes(), []byte{0})
		return status, &GuestError{code.Code(word), string(text)}
	}
	return status, nil
}

// Number is the number that the last call left.
func (g *Guest) Number() float64 {
	n, _ := g.module.Memory().ReadFloat64Le(g.slot + 8)
	return n
}

// Bytes is a copy of the bytes that the last call left.
func (g *Guest) Bytes() []byte {
	at, _ := g.module.Memory().ReadUint32Le(g.slot)
	n, _ := g.module.Memory().ReadUint32Le(g.slot + 4)
	view, _ := g.module.Memory().Read(at, n)
	return bytes.Clone(view)
}

// Fields is the list of byte strings that the last call left.
func (g *Guest) Fields() [][]byte {
	var list [][]byte
	for b := g.Bytes(); len(b) >= 4; {
		n := 4 + int(binary.LittleEndian.Uint32(b))
		list, b = append(list, b[4:n]), b[n:]
	}
	return list
}

// Floats is the array of numbers that the last call left.
func (g *Guest) Floats() []float64 {
	b := g.Bytes()
	list := make([]float64, len(b)/8)
	for i := range list {
		list[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return list
}

// read is a copy of n numbers at an address.
func (g *Guest) read(at uint64, n int) []float64 {
	list := make([]float64, n)
	for i := range list {
		list[i], _ = g.module.Memory().ReadFloat64Le(uint32(at) + uint32(8*i))
	}
	return list
}

// Vector copies numbers into an array of the guest's, and gives its address
// and length as arguments. Free it by abi_free.
func (g *Guest) Vector(x []float64) (at, n uint64, err error) {
	n = uint64(len(x))
	if at, err = g.raw("abi_alloc", n); err != nil {
		return 0, 0, err
	}
	for i, v := range x {
		g.module.Memory().WriteFloat64Le(uint32(at)+uint32(8*i), v)
	}
	return at, n, nil
}
