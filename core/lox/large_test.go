package lox_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// sum joins terms by +, in groups that keep syntax.MaxChain.
func sum(n int, term, last string) string {
	const group = 5000
	var b strings.Builder
	for i := range n - 1 {
		if i%group == 0 {
			b.WriteString("(")
		}
		b.WriteString(term)
		if i%group == group-1 || i == n-2 {
			b.WriteString(")")
		}
		b.WriteString(" + ")
	}
	return b.String() + last
}

// call writes calls with the most arguments, each the last argument of the one
// before it.
func call(f string, n int, last string) string {
	return strings.Repeat(f+"("+strings.Repeat("nil,", syntax.MaxParams-1), n) + last + strings.Repeat(")", n)
}

// Functions at syntax.Wide, where the operands of 16 bits of the fast engine
// end, and the last of what they number.
var large = []struct{ name, source, want string }{
	{"strings in a condition", `var first;
		fun changed(s) { var yes = s != first; first = s; return yes; }
		fun f() { while (changed(` + sum(syntax.Wide.Constants-50, `"a"`, `"b"`) + `)) { print "round"; } }
		f();`, "round\n"},
	{"properties in a condition", `class C {} var c = C(); c.a = 1; c.b = 2;
		fun f(n, c) { while (n != ` + sum(syntax.Wide.Constants-50, "c.a", "c.b") + `) { n = n + 1; } return n; }
		print f(` + strconv.Itoa(syntax.Wide.Constants-50-2) + `, c) == ` + strconv.Itoa(syntax.Wide.Constants-50+1) + `;`, "true\n"},
	{"functions", `fun f() { ` + strings.Repeat("{ fun g() {} }", syntax.Wide.Constants-10) + ` fun g() { return "last"; } return g(); } print f();`, "last\n"},
	{"variables and arguments", `fun f() { ` + many("var v%d = %[1]d; ", 1990) + `return ` + call("nil", 7, "v1990") + `; } print "so"; f();`, "so\n"},
	{"fields set in each other, above all these", `class C {} class D {} var c = C(); c.c = c;
		fun f() { ` + many("var v%d = %[1]d; ", 1990) + `return ` + call("D", 7, strings.Repeat("c.c.a = ", 220)+"v1990") + `; } print "so"; f();`, "so\n"},
	{"super above many values", `class A { m() { return 1; } } class B < A { m() { ` +
		many("var v%d; ", 1990) + `return ` + call("nil", 7, strings.Repeat("1 + (", 100)+"super.m() + super.m"+strings.Repeat(")", 100)) + `; } } print "so"; B().m();`, "so\n"},
	{"a captured variable above many", `fun f() { ` + many("var v%d = %[1]d; ", 1990) + `fun g() { return ` + sum(1990, "v1990", "v1") + `; } v1990 = 2; return g; } print f()();`, "3979\n"},
}

func TestLargeFunctions(t *testing.T) {
	for _, c := range large {
		t.Run(c.name, func(t *testing.T) {
			tree, fast := runOn(lox.Tree, c.source, lox.Options{}), runOn(lox.Fast, c.source, lox.Options{})
			require.Equal(t, tree, fast)
			assert.Equal(t, c.want, fast.Output, fast.Error)
			assert.NotEqual(t, "syntax", fast.Kind, fast.Error)
		})
	}
}

// Programs on which a compiler that looks back or ahead for each node takes
// many seconds, and of a size that MaxSource allows minutes.
func TestCompilingTakesTimeInProportion(t *testing.T) {
	const size = 1 << 18
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	nested := func(open, inside, closed string, depth int) string {
		return strings.Repeat(open, depth) + inside + strings.Repeat(closed, depth) + ";"
	}
	for name, source := range map[string]string{
		"operators in each other":   fill("fun f(a) {" + nested("(a + ", "1", ")", 480) + "}"),
		"assignments in each other": fill("fun f(a) {" + nested("a.b = (", "1", ")", 320) + "}"),
		"arguments":                 fill("fun f(a) {" + nested("f(a + ", "1", ")", 320) + "}"),
		"minuses":                   fill("fun f(a) {" + nested("-", "1", "", 900) + "}"),
		"nots":                      fill("fun f(a) { if (" + strings.Repeat("!", 900) + "a) a; }"),
		"captured variables":        "fun f() {" + many("var v%d; ", 1990) + " fun g() {" + many("v%d; ", 1990) + fill("v1990;") + "} }",
	} {
		t.Run(name, func(t *testing.T) {
			tree, fast := runOn(lox.Tree, source, lox.Options{}), runOn(lox.Fast, source, lox.Options{})
			require.Equal(t, tree, fast)
			assert.Empty(t, fast.Error)
		})
	}
}
