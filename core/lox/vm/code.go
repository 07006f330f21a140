package vm

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// instr is an instruction, or the word behind one.
type instr struct {
	op      op
	a, b, c uint16
}

// wide is the number in b and c.
func (i instr) wide() int32 { return int32(uint32(i.b) | uint32(i.c)<<16) }

func (i *instr) setWide(n int) { i.b, i.c = uint16(n), uint16(uint32(n)>>16) }

// Sizes in bytes.
const (
	instrSize = unsafe.Sizeof(instr{})
	valueSize = unsafe.Sizeof(object.Value{})
)

// proto is a compiled function: what its closures share.
type proto struct {
	code   []instr
	consts []object.Value
	caches []cache
	protos []*proto
	spans  []syntax.Span // of each instruction
	live   []uint16      // how many registers are in use at each instruction

	name     string
	source   *syntax.Source
	unit     *unit
	arity    int
	kind     syntax.FunctionKind
	weight   int
	frame    int // bytes of its window
	captures []capture
	guards   []guard
}

// unit is all functions of one source.
type unit struct {
	object.Code
	script *proto
}

// guard says that an error between two instructions comes after that of a
// global that is undefined: its name stands first in the source.
type guard struct {
	start, end int
	slot       int
	at         syntax.Span
}

// capture is where a closure finds a cell when it is made: in a register of
// the function around it, or among that function's own.
type capture struct {
	local bool
	index uint16 // the register, as an offset in bytes, or the number of the cell
}

// closure is a function with the cells that it captured: as many as its proto
// says.
type closure struct {
	object.Function
	proto *proto
	first **cell
}

// cells are those that it captured.
func (c *closure) cells() []*cell { return unsafe.Slice(c.first, len(c.proto.captures)) }

// cell is a variable that outlives its block.
type cell struct {
	object.Object
	value object.Value
}

// cell gives a captured cell; verify has looked that there is one.
func (c *closure) cell(n uint16) *cell {
	return *(**cell)(unsafe.Add(unsafe.Pointer(c.first), uintptr(n)*unsafe.Sizeof(c)))
}

// cache gives a cache; verify has looked that there is one.
func (p *proto) cache(n uint16) *cache {
	return (*cache)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(p.caches)), uintptr(n)*unsafe.Sizeof(cache{})))
}

// symbol reads the word at ip: the constant with the number of a name.
func (p *proto) symbol(ip unsafe.Pointer) object.Symbol {
	return object.Symbol(p.consts[(*instr)(ip).wide()].Float())
}

func (c *closure) value() object.Value { return object.Of(&c.Object) }

// closureOf gives the closure behind a KindFunction of this engine.
func closureOf(f *object.Function) *closure { return (*closure)(unsafe.Pointer(f)) }
