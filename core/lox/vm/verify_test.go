package vm

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// all uses every instruction and every form of operand.
const all = `
	var g = 1;
	fun f(a, b) {
		var local = a + b - a * b / a;
		local = local + 1 - 2 * 3 / 4;
		fun inner() { local = local + g; return local; }
		for (var i = 0; i < 10; i = i + 1) { if (i > a or i <= b and !a) print i; }
		for (var i = 0; i < a; i = i + 1) while (i >= 7 or i == "x" or i != a) i = -i;
		while (true) { if (a == b) return inner; g = a >= b; }
	}
	class A { init(x) { this.x = x; } m(y) { return this.x + this.m(y); } }
	class B < A { m(y) { var s = super.m; return super.m(y); } }
	f(1, 2)(); g(1); B(1).x = nil;`

// inside gives all functions of a program.
func inside(p *proto) []*proto {
	list := []*proto{p}
	for _, inner := range p.protos {
		list = append(list, inside(inner)...)
	}
	return list
}

func compiled(t *testing.T) (script *proto, globals int) {
	t.Helper()
	r := realm.New(realm.Limits{})
	p := compile(r, parsed(t, all))
	require.NoError(t, p.verify(len(r.Globals.Values)))
	return p, len(r.Globals.Values)
}

func TestVerifyKnowsEveryOperand(t *testing.T) {
	script, _ := compiled(t)
	met := map[operand]bool{}
	for _, p := range inside(script) {
		for pc := 0; pc < len(p.code)-1; pc++ {
			f := forms[p.code[pc].op]
			met[f.a], met[f.b], met[f.c], met[f.next] = true, true, true, true
			if f.next != none {
				pc++
			}
		}
	}
	for _, o := range []operand{reg, konst, upvalue, count, place, fn, slot, wideK, global, leap} {
		assert.True(t, met[o], "the program has no operand of kind %d", o)
	}
}

// Each operand of each instruction is put out of its bounds in turn, in both
// directions, and verify refuses it.
func TestVerifyRefusesOperands(t *testing.T) {
	script, globals := compiled(t)
	broken := 0
	refuses := func(p *proto, pc int, what string, change func(in *instr)) {
		before := p.code[pc]
		change(&p.code[pc])
		assert.Error(t, script.verify(globals), "%s: %s at %d of %q", what, forms[before.op].name, pc, p.name)
		p.code[pc] = before
		broken++
	}
	for _, p := range inside(script) {
		for pc := 0; pc < len(p.code)-1; pc++ {
			f := forms[p.code[pc].op]
			for i, o := range []operand{f.a, f.b, f.c} {
				for _, v := range outside(p, o, globals) {
					refuses(p, pc, "operand", func(in *instr) { set(in, i, o, v) })
				}
			}
			refuses(p, pc, "no such instruction", func(in *instr) { in.op = opCount })
			if f.next == none {
				continue
			}
			for _, v := range outside(p, f.next, globals) {
				refuses(p, pc+1, "word", func(in *instr) { in.setWide(v) })
			}
			pc++
		}
	}
	require.NoError(t, script.verify(globals), "all is as it was")
	t.Logf("%d broken operands", broken)
	assert.Greater(t, broken, 300)
}

// outside gives values that an operand of a kind must not have.
func outside(p *proto, o operand, globals int) []int {
	switch o {
	case reg:
		return []int{p.frame, 8, 0xfff0}
	case konst, wideK:
		return []int{len(p.consts), 0xffff}
	case upvalue:
		return []int{len(p.captures), 0xffff}
	case count:
		return []int{p.frame/int(valueSize) + 1, 0xffff}
	case place:
		return []int{len(p.caches), 0xffff}
	case fn:
		return []int{len(p.protos), 0xffff}
	case slot:
		return []int{globals, 0xffff}
	case global:
		return []int{globals, -1}
	case leap:
		return []int{len(p.code), -len(p.code) - 1, 1 << 30}
	}
	return nil
}

func set(in *instr, field int, o operand, v int) {
	switch {
	case o == wideK || o == global || o == leap:
		in.setWide(v)
	case field == 0:
		in.a = uint16(v)
	case field == 1:
		in.b = uint16(v)
	default:
		in.c = uint16(v)
	}
}

// What goes with the code is looked at, too.
func TestVerifyRefusesTables(t *testing.T) {
	for name, change := range map[string]func(script, f, inner *proto){
		"no code":                  func(_, f, _ *proto) { f.code, f.spans, f.live = nil, nil, nil },
		"no end":                   func(_, f, _ *proto) { f.code[len(f.code)-2].op = opMove },
		"an end inside a word":     func(_, f, _ *proto) { f.code[len(f.code)-3] = instr{op: opJumpEq} },
		"too few spans":            func(_, f, _ *proto) { f.spans = f.spans[1:] },
		"too few counts in use":    func(_, f, _ *proto) { f.live = f.live[1:] },
		"too many in use":          func(_, f, _ *proto) { f.live[3] = uint16(f.frame) },
		"no room for arguments":    func(_, f, _ *proto) { f.arity = f.frame },
		"a window too large":       func(_, f, _ *proto) { f.frame = maxFrame + int(valueSize) },
		"a window too small":       func(_, f, _ *proto) { f.frame -= int(valueSize) },
		"a leap into a word":       leapIntoAWord,
		"a capture of no register": func(_, f, inner *proto) { inner.captures[0] = capture{true, uint16(f.frame)} },
		"a capture of no cell":     func(_, f, inner *proto) { inner.captures[0] = capture{false, uint16(len(f.captures))} },
		"a class without a name":   func(script, _, _ *proto) { class(script).setWide(number(script)) },
		"an inner function":        func(_, _, inner *proto) { inner.code[0].op = opCount },
	} {
		script, globals := compiled(t)
		f := script.protos[0]
		change(script, f, f.protos[0])
		assert.Error(t, script.verify(globals), name)
	}
}

func leapIntoAWord(_, f, _ *proto) {
	word := slices.IndexFunc(f.code, func(in instr) bool { return forms[in.op].next == leap }) + 1
	f.code[word].setWide(-1) // to itself
}

func class(p *proto) *instr {
	return &p.code[slices.IndexFunc(p.code, func(in instr) bool { return in.op == opClass })]
}

// number gives the number of a constant that is one.
func number(p *proto) int {
	return slices.IndexFunc(p.consts, func(v object.Value) bool { return v.IsNumber() })
}

// What verify lets through does not depend on the program: all of the
// compiler's code passes.
func TestVerifyTakesWhatIsCompiled(t *testing.T) {
	for _, source := range []string{"", "1;", "print 1;", "{ var a; { var b; } }", "fun f(a, b, c) {}", all} {
		r := realm.New(realm.Limits{})
		f, found := syntax.Parse("test.lox", source, syntax.Book)
		require.Empty(t, found)
		p := compile(r, f)
		assert.NoError(t, p.verify(len(r.Globals.Values)), source)
	}
}
