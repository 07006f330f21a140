package tree_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox/realm"
)

// What programs print, apart from the conformance programs, which say more.
func TestPrograms(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
	}{
		{"a loop's body has new variables each time", `
			var first; var second;
			for (var i = 0; i < 2; i = i + 1) { var j = i; fun f() { return j; } if (i == 0) first = f; else second = f; }
			print first(); print second();`, "0 1"},
		{"a for's own variable is one", `
			var f; for (var i = 0; i < 3; i = i + 1) { fun g() { return i; } f = g; } print f();`, "3"},
		{"closures share their variable", `
			fun pair() { var n = 0; fun up() { n = n + 1; } fun get() { print n; } up(); get(); up(); get(); } pair();`, "1 2"},
		{"a later global of the name is not seen", `
			var a = "global"; { fun show() { print a; } show(); var a = "block"; show(); }`, "global global"},
		{"a field hides a method, also when called", `
			class A { m() { print "method"; } } fun f() { print "field"; } var a = A(); a.m(); a.m = f; a.m();`, "method field"},
		{"a bound method keeps its instance", `
			class A { init(n) { this.n = n; } get() { return this.n; } } var g = A(1).get; var b = A(2); b.get = g; print b.get();`, "1"},
		{"super is of the text, not of this", `
			class A { m() { print "A"; } } class B < A { m() { print "B"; } t() { super.m(); } } class C < B {} C().t();`, "A"},
		{"super bound", `
			class A { m() { return this.x; } } class B < A { t() { var m = super.m; return m; } } var b = B(); b.x = 4; print b.t()();`, "4"},
		{"an initializer gives the instance", `
			class A { init() { this.x = 1; if (true) return; } } var a = A(); print a.init() == a; print a.init().x;`, "true 1"},
		{"methods are copied when the class is declared", `
			class A { m() { print 1; } } class B < A {} class A { m() { print 2; } } B().m();`, "1"},
		{"and, or give operands", `print nil or "x"; print 0 and "y"; print false and boom; print 1 or boom;`, "x y false 1"},
		{"assignment is an expression", `var a; var b; a = b = 3; print a + b;`, "6"},
		{"return from loops and blocks", `
			fun f() { for (;;) { while (true) { { return "out"; } } } } print f();`, "out"},
		{"a function without return", `fun f() { 1; } print f();`, "nil"},
		{"a class's name in its methods", `{ class A { m() { return A; } } var k = A; print k().m() == A; }`, "true"},
		{"strings are equal by text", `print "ab" == "a" + "b"; print "a" == "b";`, "true false"},
	} {
		m := newMachine(roomy)
		m.mustRun(t, c.text)
		assert.Equal(t, c.want, strings.Join(strings.Fields(m.output.String()), " "), c.name)
	}
}

// Errors with their traces, as the book's C interpreter has them.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name, text, message string
		trace               string // lines and functions
	}{
		{"at the last token of the expression", "1 +\n2 *\n\"x\";", "Operands must be numbers.", "3 script"},
		{"of a sum, where it ends", "nil +\n1\n- 2;", "Operands must be two numbers or two strings.", "2 script"},
		{"a negated string", "-\n\"x\";", "Operand must be a number.", "2 script"},
		{"an unknown name", "print\nx\n;", "Undefined variable 'x'.", "2 script"},
		{"an assignment to it", "x\n=\n1;", "Undefined variable 'x'.", "3 script"},
		{"the value of an assignment is first", "x = y;", "Undefined variable 'y'.", "1 script"},
		{"a call of no function", "var s = 1; s\n(\n);", "Can only call functions and classes.", "3 script"},
		{"arguments are evaluated before the callee is judged", "nil(x);", "Undefined variable 'x'.", "1 script"},
		{"too few arguments, in the caller", "fun f(a) {}\nf\n();", "Expected 1 arguments but got 0.", "3 script"},
		{"arguments of a class without init", "class A {}\nA(1);", "Expected 0 arguments but got 1.", "2 script"},
		{"arguments of init", "class A { init(a) {} }\nA();", "Expected 1 arguments but got 0.", "2 script"},
		{"a property of no instance", "1\n.x;", "Only instances have properties.", "2 script"},
		{"a method of no instance", "1\n.x();", "Only instances have methods.", "2 script"},
		{"in parentheses it is a property", "(1.x)();", "Only instances have properties.", "1 script"},
		{"arguments before the instance is judged", "1.x(y);", "Undefined variable 'y'.", "1 script"},
		{"a field of no instance", "1.x\n= 2;", "Only instances have fields.", "2 script"},
		{"the field's value is first", "1.x = y;", "Undefined variable 'y'.", "1 script"},
		{"an unknown property", "class A {} A().x;", "Undefined property 'x'.", "1 script"},
		{"an unknown method", "class A {} A().x();", "Undefined property 'x'.", "1 script"},
		{"an unknown method of super", "class A {} class B < A { m() {\nsuper.x(); } }\nB().m();", "Undefined property 'x'.", "2 m 3 script"},
		{"unbound, too", "class A {} class B < A { m() {\nsuper.x; } }\nB().m();", "Undefined property 'x'.", "2 m 3 script"},
		{"a superclass that is none", "var A = 1; class B\n< A {\n}", "Superclass must be a class.", "2 script"},
		{"an unknown superclass", "class B\n< A {\n}", "Undefined variable 'A'.", "2 script"},
		{"through calls, each at its call", "fun a() {\nreturn\nnil.x; }\nfun b() { a(\n); }\nb();", "Only instances have properties.", "3 a 5 b 6 script"},
		{"in an initializer", "class A { init() {\n-nil; } }\nA();", "Operand must be a number.", "2 init 3 script"},
		{"a bound method has its own name", "class A { m() { -nil; } } var f = A().m;\nf();", "Operand must be a number.", "1 m 2 script"},
		{"left before right", "x + y;", "Undefined variable 'x'.", "1 script"},
		{"right before the operator", "nil - y;", "Undefined variable 'y'.", "1 script"},
	} {
		_, err := newMachine(roomy).run(t, c.text)
		var failed *realm.Error
		require.ErrorAs(t, err, &failed, c.name)
		assert.Equal(t, c.message, failed.Message, c.name)
		assert.Equal(t, realm.Runtime, failed.Kind, c.name)
		var got []string
		for _, line := range frames(failed) {
			got = append(got, strings.NewReplacer("[line ", "", "] in", "", "()", "").Replace(line))
		}
		assert.Equal(t, c.trace, strings.Join(got, " "), c.name)
	}
}

// A class that fails to inherit is defined all the same, and empty.
func TestClassIsDefinedBeforeItInherits(t *testing.T) {
	m := newMachine(roomy)
	_, err := m.run(t, "var A = 1; class B < A { m() {} }")
	require.Error(t, err)
	assert.Equal(t, "B instance", printed(m.mustRun(t, "B();")))
	_, err = m.run(t, "B().m();")
	assert.EqualError(t, err, "Undefined property 'm'.")
}

// A step is a call or a leap back in a loop; the script's own call is the
// first.
func TestSteps(t *testing.T) {
	for text, want := range map[string]int64{
		"":                     1,
		"1 + 2; var a = 3;":    1,
		"fun f() {} f(); f();": 3,
		"fun f(n) { if (n > 0) f(n - 1); } f(4);":                                6,
		"class A {} A();":                                                        2,
		"class A { init() {} } A();":                                             2, // with its initializer one step
		"class A { m() {} } A().m();":                                            3,
		"class A { m() {} } A().m;":                                              2, // binding is none
		"class A { m() {} } class B < A { m() { super.m(); } } B().m();":         4,
		"for (var i = 0; i < 3; i = i + 1) {}":                                   4,
		"for (var i = 0; i < 0; i = i + 1) {}":                                   1,
		"var i = 0; while (i < 3) i = i + 1;":                                    4,
		"fun f() { while (true) return; } f();":                                  2,
		"for (var i = 0; i < 2; i = i + 1) for (var j = 0; j < 2; j = j + 1) {}": 7,
	} {
		m := newMachine(roomy)
		m.mustRun(t, text)
		assert.Equal(t, want, m.realm.Meter.Steps(), text)
	}
	for text, want := range map[string]int64{
		"nil();":             2, // a call that fails is a step
		"nil(x);":            1, // one whose arguments fail is not
		"fun f(a) {} f();":   2,
		"1.x();":             2,
		"while (true) -nil;": 1,
	} {
		m := newMachine(roomy)
		_, err := m.run(t, text)
		require.Error(t, err, text)
		assert.Equal(t, want, m.realm.Meter.Steps(), text)
	}
}

// The limit on steps ends a run at the same place each time.
func TestStepLimit(t *testing.T) {
	text := "var n = 0;\nwhile (true)\n  n = n + 1;"
	for _, limit := range []int64{1, 2, 100, 5000} {
		m := newMachine(realm.Limits{Depth: 10, Steps: limit})
		_, err := m.run(t, text)
		var failed *realm.Error
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, realm.Steps, failed.Kind)
		assert.Equal(t, limit, m.realm.Meter.Steps())
		n, _ := m.realm.Globals.Get("n")
		assert.InDelta(t, limit, n.Float(), 0, "as many rounds as steps: the script is one, the last has no leap back")
	}
}

// The limit on depth counts weights, not calls.
func TestDepthLimit(t *testing.T) {
	deepest := func(body string) float64 {
		m := newMachine(realm.Limits{Depth: 100})
		_, err := m.run(t, "var n = 0; fun f() { n = n + 1; "+body+" } f();")
		var failed *realm.Error
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, realm.Depth, failed.Kind)
		assert.Equal(t, "Stack overflow.", failed.Message)
		n, _ := m.realm.Globals.Get("n")
		return n.Float()
	}
	assert.InDelta(t, 99, deepest("f();"), 0, "the script is one")
	heavy := deepest(strings.Repeat("(", 100) + "f()" + strings.Repeat(")", 100) + ";")
	assert.InDelta(t, 24, heavy, 0, "each weighs four")
}
