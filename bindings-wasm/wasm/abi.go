//go:build wasm

// Command wasm is the WebAssembly door: the light engines in one module that
// browsers, Node and wazero load. It is built as a WASI preview1 reactor
//
//	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared
//
// and compiles for GOOS=js too, so that nothing below it excludes that. The
// build tags noredis, noamqp, nolox and nolight leave engines out; light are
// LRU, Bitcask and quant. The tag hostfs lets it ask its host for files.
//
// # The calling convention
//
// Everything crosses as numbers. The host writes the bytes of a call (keys,
// values, names) one after another into the scratch buffer and passes their
// lengths. Each export gives a status: statusOK, statusMiss or statusError.
// What else there is to say stands in the slot, at an address that never
// changes, and is good until the next call. Lists of byte strings are packed:
// each is its length (uint32, little endian) and then its bytes.
//
// Engines and connections are handles, counted up from 1 and never used twice,
// so that a late call on a closed one is an error and not a surprise.
//
// # Order of reading
//
// abi.go (slot, scratch, handles) and answers.go (what engines return, as a
// status); world.go, files.go, clock_wasip1.go and tick.go (what the host gives:
// files, time); lru.go, bitcask.go, redis.go, quant.go (an engine each); amqp.go
// with amqp_peer.go (connections that are woken); host.go, host_wasip1.go and
// values.go (the host's functions, called in the middle of a call), and lox.go,
// lox_run.go, lox_values.go, lox_errors.go over them. clock_js.go and host_js.go
// keep the build for js whole.
package main

import (
	"encoding/binary"
	"math"
	"unsafe"

	"github.com/twelvefold/twelvefold/core/code"
)

// A reactor has no program of its own: the host calls its exports.
func main() {}

// What an export returns. Errors are negative, so that a host can tell them
// with one comparison.
const (
	statusError int32 = -1 // the slot's bytes are the code, a NUL, and the text
	statusOK    int32 = 0
	statusMiss  int32 = 1 // there is no such key; also "false" for questions
)

// slot is where a call leaves its result. The host knows the layout: it reads
// the fields at offsets 0, 4, 8, 16 and 20.
var slot struct {
	ptr     uint32  // address of the bytes
	length  uint32  // how many
	number  float64 // a count, a time in milliseconds, a handle
	evicted uint32  // entries that wait for lru_evictions
	woken   uint32  // connections that wait for amqp_woken
}

// result keeps the bytes that the slot points at from being collected.
var result []byte

// scratch takes what the host sends. It only grows.
var scratch = make([]byte, 64<<10)

// pins keeps the arrays that the host has allocated. Go does not move heap
// objects, so their addresses are good until abi_free.
var pins = map[uint32][]float64{}

var (
	errArgument = code.New(code.InvalidArgument, "wasm: an argument lies outside the scratch buffer")
	errPointer  = code.New(code.InvalidArgument, "wasm: the array was not allocated here, or has been freed")
)

//go:wasmexport abi_slot
func abiSlot() uint32 { return uint32(uintptr(unsafe.Pointer(&slot))) }

// abiScratch gives the address of a scratch buffer of n bytes or more. What
// the old one held is kept.
//
//go:wasmexport abi_scratch
func abiScratch(n uint32) uint32 {
	if int(n) > len(scratch) {
		grown := make([]byte, max(int(n), 2*len(scratch)))
		copy(grown, scratch)
		scratch = grown
	}
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(scratch))))
}

// abiAlloc gives the address of n float64 zeros, which live until abi_free.
//
//go:wasmexport abi_alloc
func abiAlloc(n uint32) uint32 {
	numbers := make([]float64, max(n, 1))
	at := uint32(uintptr(unsafe.Pointer(unsafe.SliceData(numbers))))
	pins[at] = numbers
	return at
}

//go:wasmexport abi_free
func abiFree(at uint32) { delete(pins, at) }

// abiNop does nothing: it measures what a call costs.
//
//go:wasmexport abi_nop
func abiNop() int32 { return statusOK }

// arg is a view of n bytes of the scratch buffer. It must not outlive the
// call: what an engine keeps, it copies.
func arg(off, n uint32) []byte {
	end := uint64(off) + uint64(n)
	if end > uint64(len(scratch)) {
		panic(errArgument)
	}
	return scratch[off:end:end]
}

// text is arg as a string of its own.
func text(off, n uint32) string { return string(arg(off, n)) }

// give leaves b as the call's bytes.
func give(b []byte) int32 {
	result = b
	slot.ptr = uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
	slot.length = uint32(len(b))
	return statusOK
}

// giveNumber leaves a number.
func giveNumber(n float64) int32 {
	slot.number = n
	return statusOK
}

// answer turns yes or no into a status.
func answer(yes bool) int32 {
	if yes {
		return statusOK
	}
	return statusMiss
}

// done is the status of an operation without a result.
func done(err error) int32 {
	if err != nil {
		return failed(err)
	}
	return statusOK
}

// failed leaves err, with its code, as the call's bytes.
func failed(err error) int32 {
	b := append([]byte(code.Of(err)), 0)
	give(append(b, err.Error()...))
	return statusError
}

// caught turns a panic into an error. Each export that runs engine code defers
// it. What Go itself cannot recover from (memory used up, a deadlock) ends in
// a trap; then the host declares the instance dead.
func caught(status *int32) {
	switch r := recover().(type) {
	case nil:
	case *code.Error:
		*status = failed(r)
	case error:
		*status = failed(code.New(code.Internal, "wasm: "+r.Error()))
	case string:
		*status = failed(code.New(code.Internal, "wasm: "+r))
	default:
		*status = failed(code.New(code.Internal, "wasm: a panic without a text"))
	}
}

// appendField packs one byte string of a list.
func appendField[T ~string | ~[]byte](dst []byte, field T) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(field)))
	return append(dst, field...)
}

// appendNumber packs a float64: eight bytes, without a length.
func appendNumber(dst []byte, n float64) []byte {
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(n))
}

// fields unpacks the list of byte strings in b; the strings are copies.
func fields(b []byte) []string {
	var list []string
	for len(b) >= 4 {
		n := uint64(binary.LittleEndian.Uint32(b))
		if b = b[4:]; n > uint64(len(b)) {
			panic(errArgument)
		}
		list, b = append(list, string(b[:n])), b[n:]
	}
	return list
}

// table holds what one kind of handle stands for.
type table[T any] struct {
	closed *code.Error // what a call on a handle that is not open gets
	items  map[uint32]T
	last   uint32
}

// add gives the next handle, through the slot's number.
func (t *table[T]) add(item T) int32 { return giveNumber(float64(t.next(item))) }

// next gives the next handle.
func (t *table[T]) next(item T) uint32 {
	if t.items == nil {
		t.items = map[uint32]T{}
	}
	t.last++
	t.items[t.last] = item
	return t.last
}

// get panics, to caught, where h is not open.
func (t *table[T]) get(h uint32) T {
	item, ok := t.items[h]
	if !ok {
		panic(t.closed)
	}
	return item
}

// take is get, and forgets the handle.
func (t *table[T]) take(h uint32) T {
	item := t.get(h)
	delete(t.items, h)
	return item
}
