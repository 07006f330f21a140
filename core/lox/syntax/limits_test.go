package syntax

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Each limit, with a program that just keeps it and one that is one over. The
// numbers are those at which the book's C interpreter gives up.
func TestLimitsOfTheBook(t *testing.T) {
	repeat := func(part string) func(int) string {
		return func(n int) string { return strings.Repeat(part, n) }
	}
	in := func(before, after string, middle func(int) string) func(int) string {
		return func(n int) string { return before + middle(n) + after }
	}
	for _, c := range []struct {
		name    string
		program func(n int) string
		most    int
		message string
	}{
		// The function itself is a local, in methods it is `this`.
		{"locals of a function", in("fun f() {", "}", variables), 255, "Too many local variables in function."},
		{"locals of a method", in("class A { m() {", "} }", variables), 255, "Too many local variables in function."},
		{"locals of the script", in("{", "}", variables), 255, "Too many local variables in function."},
		{"locals with parameters", in("fun f(a, b) {", "}", variables), 253, "Too many local variables in function."},
		{"locals in blocks", in("fun f() { { var a; } { var b; ", "} }", variables), 254, "Too many local variables in function."},
		{"upvalues", capturing, 256, "Too many closure variables in function."},
		{"parameters", func(n int) string { return "fun f(" + params(n) + ") {}" }, 255, "Can't have more than 255 parameters."},
		{"arguments", func(n int) string { return "nil(" + strings.Repeat("nil,", n-1) + "nil);" }, 255, "Can't have more than 255 arguments."},

		{"numbers", in("fun f() {", "}", repeat("1;")), 256, "Too many constants in one chunk."},
		{"strings", in("fun f() {", "}", repeat(`"";`)), 256, "Too many constants in one chunk."},
		{"globals read", in("fun f() {", "}", repeat("a;")), 256, "Too many constants in one chunk."},
		{"globals declared", repeat("var a;"), 256, "Too many constants in one chunk."},
		{"globals assigned", in("fun f() {", "}", repeat("a = nil;")), 256, "Too many constants in one chunk."},
		{"properties", in("fun f(a) {", "}", repeat("a.b;")), 256, "Too many constants in one chunk."},
		{"properties set", in("fun f(a) {", "}", repeat("a.b = nil;")), 256, "Too many constants in one chunk."},
		{"methods called", in("fun f(a) {", "}", repeat("a.b();")), 256, "Too many constants in one chunk."},
		{"functions", in("fun f() {", "}", repeat("{ fun g() {} }")), 256, "Too many constants in one chunk."},
		{"classes", in("fun f() {", "}", repeat("{ class A {} }")), 256, "Too many constants in one chunk."},
		// Each method is a name and a function; the class is a name twice.
		{"methods", in("class A {", "}", repeat("m() {}")), 127, "Too many constants in one chunk."},

		// A statement nil; is 2 bytes of bytecode.
		{"then", in("if (nil) {", "}", repeat("nil;")), 32765, "Too much code to jump over."},
		{"else", in("if (nil) nil; else {", "}", repeat("nil;")), 32767, "Too much code to jump over."},
		{"while", in("while (nil) {", "}", repeat("nil;")), 32763, "Loop body too large."},
		{"for", in("for (;nil;) {", "}", repeat("nil;")), 32763, "Loop body too large."},
		{"for with a step", in("for (;nil;nil) {", "}", repeat("nil;")), 32761, "Too much code to jump over."},
		// A call of 255 arguments is 257 bytes.
		{"and", in("nil and nil", ";", repeat(fullCall)), 254, "Too much code to jump over."},
		{"or", in("true or nil", ";", repeat(fullCall)), 254, "Too much code to jump over."},
	} {
		_, found := Parse("x", c.program(c.most), Book)
		assert.Empty(t, lines(found), "%s: %d", c.name, c.most)
		_, found = Parse("x", c.program(c.most+1), Book)
		if assert.NotEmpty(t, found, "%s: %d", c.name, c.most+1) {
			assert.Equal(t, c.message, found[0].Message, c.name)
		}
		_, found = Parse("x", c.program(c.most+1), Wide)
		if !strings.Contains(c.message, "255") {
			assert.Empty(t, lines(found), "%s: wide", c.name)
		}
	}
}

var fullCall = "(" + strings.Repeat("nil,", 254) + "nil)"

// One statement gives one error of limits, and the next is looked at again.
func TestLimitsGiveOneErrorAStatement(t *testing.T) {
	_, found := Parse("x", strings.Repeat("1;", 256)+"\n1+1+1;\n2;", Book)
	assert.Equal(t, []string{
		"[line 2] Error at '1': Too many constants in one chunk.",
		"[line 3] Error at '2': Too many constants in one chunk.",
	}, lines(found))
}

// Statements in each other, each of which is too large, are reported each at its
// own end. The source is one on which reading each anew takes many seconds.
func TestLimitsOfStatementsInEachOther(t *testing.T) {
	const depth = 90
	_, found := Parse("x", "fun f(a) {"+strings.Repeat("if (a) {", depth)+strings.Repeat("a;", 1_000_000)+strings.Repeat("\n}", depth)+"}", Book)
	if assert.Len(t, found, depth) {
		assert.Equal(t, "[line 2] Error at '}': Too much code to jump over.", found[0].String())
		assert.Equal(t, "[line 91] Error at '}': Too much code to jump over.", found[depth-1].String())
	}
}

// No program can need more values at once than an engine makes room for.
func TestLimitOfValuesAtOnce(t *testing.T) {
	nested := func(n int) string {
		return strings.Repeat("nil("+strings.Repeat("nil,", 254), n) + "nil" + strings.Repeat(")", n) + ";"
	}
	_, found := Parse("x", nested(15), Wide)
	assert.Empty(t, found)
	_, found = Parse("x", nested(16), Wide)
	assert.Equal(t, []string{"[line 1] Error at 'nil': Too many values at once in function."}, lines(found))
}

// The weight of a function grows with what nests in it, and not with what
// follows in it; that of a function in it is its own.
func TestWeight(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 1},
		{strings.Repeat("a; b(c);", 1000), 1},
		{strings.Repeat("(", 29) + "1" + strings.Repeat(")", 29) + ";", 1}, // 31 nodes deep with the statement
		{strings.Repeat("(", 30) + "1" + strings.Repeat(")", 30) + ";", 2},
		{"1" + strings.Repeat("+1", 30) + ";", 2}, // leans to the left
		{"1" + strings.Repeat(" and 1", 30) + ";", 2},
		{"a" + strings.Repeat(".b", 30) + ";", 2},
		{"a" + strings.Repeat("()", 30) + ";", 2},
		{strings.Repeat("{", 32) + strings.Repeat("}", 32), 2},
		{strings.Repeat("if (a) ", 31) + "b;", 2},
		{strings.Repeat("while (a) ", 31) + "b;", 2},
		{"fun f() {" + strings.Repeat("{", 500) + strings.Repeat("}", 500) + "}", 1},
		{"1" + strings.Repeat("+1", 9000) + ";", 282},
	} {
		assert.Equal(t, c.want, parseOK(t, c.text).Script.Weight, "%.60s", c.text)
	}
	inner := parseOK(t, "fun f() {"+strings.Repeat("{", 500)+strings.Repeat("}", 500)+"}").Script.Body[0].(*FunDecl).Function
	assert.Equal(t, 16, inner.Weight)
}
