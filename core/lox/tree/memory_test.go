package tree_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
)

const big = 100_000

// weighing is a machine with a native that makes a big string, and one that
// traces and tells whether a big string is held at that moment.
func weighing() *machine {
	m := newMachine(roomy)
	m.native("big", 0, func([]object.Value) (object.Value, error) {
		return m.realm.Heap.NewString(strings.Repeat("x", big))
	})
	m.native("held", -1, func([]object.Value) (object.Value, error) {
		return object.Bool(m.realm.Heap.Trace() > big), nil
	})
	return m
}

// What the program still needs is held while it needs it, wherever it is kept:
// in a variable, or by an expression that is half evaluated.
func TestHeldWhileNeeded(t *testing.T) {
	for name, text := range map[string]string{
		"a global":                   `var a = big(); held();`,
		"a local":                    `fun f() { var a = big(); return held(); } f();`,
		"of a block":                 `fun f() { { var a = big(); return held(); } } f();`,
		"of a for":                   `fun f() { for (var a = big();;) return held(); } f();`,
		"of a caller":                `fun g() { return held(); } fun f() { var a = big(); return g(); } f();`,
		"a parameter":                `fun f(a) { return held(); } f(big());`,
		"a closure's":                `fun f() { var a = big(); fun g() { return held() and a != nil; } return g; } f()();`,
		"of a block around":          `fun f() { { var a = big(); { { return held(); } } } } f();`,
		"a left operand":             `fun f() { var h; big() == (h = held()); return h; } f();`,
		"a left operand of plus":     `fun id(s) { return s; } var h; fun s() { h = held(); return "x"; } big() + s(); h;`,
		"an argument":                `fun f(a, b) { return b; } f(big(), held());`,
		"a native's argument":        `held(big());`,
		"an argument of a method":    `class A { m(a, b) { return b; } } A().m(big(), held());`,
		"an instance being set":      `class A { init(a) { this.a = a; } } A(big()).b = held();`,
		"an instance being called":   `class A { init(a) { this.a = a; } m(b) { return b; } } A(big()).m(held());`,
		"an instance being made":     `var h; class A { init(a) { this.a = a; a = nil; h = held(); } } A(big()); h;`,
		"this":                       `class A { init(a) { this.a = a; } m() { return held(); } } A(big()).m();`,
		"a bound method's instance":  `class A { init(a) { this.a = a; } m(b) { return b; } } (A(big()).m)(held());`,
		"a callee's closure":         `fun f() { var a = big(); fun g(b) { return b and a != nil; } return g; } f()(held());`,
		"a method's class's closure": `fun f() { var a = big(); class A { m() { return a; } } return A; } var k = f(); held();`,
		"a superclass's method":      `fun f() { var a = big(); class A { m() { return a; } } class B < A {} return B; } var k = f(); held();`,
	} {
		assert.Equal(t, "true", printed(weighing().mustRun(t, text)), name)
	}
}

// What the program is done with is not held.
func TestNotHeldAfterwards(t *testing.T) {
	for name, text := range map[string]string{
		"nothing big":               `held();`,
		"a statement's value":       `big(); held();`,
		"an overwritten global":     `var a = big(); a = nil; held();`,
		"a block's local":           `fun f() { { var a = big(); } return held(); } f();`,
		"a function's local":        `fun f() { var a = big(); } f(); held();`,
		"a finished operand":        `fun f() { return (big() == nil) == held(); } !f();`,
		"a finished argument":       `fun f(a) {} f(big()); held();`,
		"a for's variable":          `fun f() { for (var a = big(); a != nil; a = nil) {} return held(); } f();`,
		"a closure that nobody has": `fun f() { var a = big(); fun g() { return a; } } f(); held();`,
		"what failed before":        `held();`,
	} {
		m := weighing()
		if name == "what failed before" {
			_, err := m.run(t, `fun f(a) { -a; } f(big());`)
			require.Error(t, err)
		}
		assert.Equal(t, "false", printed(m.mustRun(t, text)), name)
	}
}

// A program that makes much and holds little passes a small limit; those that
// hold what they make meet it, however they hold it.
func TestMemoryLimit(t *testing.T) {
	limits := realm.Limits{Depth: 1000, Memory: 1 << 20}
	m := newMachine(limits)
	m.mustRun(t, `
		class P { init(n) { this.n = n; this.s = "piece of " + "text"; } get() { return this.n; } }
		fun make(n) { fun f() { return P(n).get; } return f; }
		for (var i = 0; i < 20000; i = i + 1) { { var a = make(i)()(); } }`)
	assert.Less(t, m.realm.Heap.Trace(), 100_000)

	for name, text := range map[string]string{
		"closures":  `fun link(next) { fun get() { return next; } return get; } var all; while (true) all = link(all);`,
		"instances": `class N {} var all; while (true) { var n = N(); n.next = all; all = n; }`,
		"fields":    `class N {} class M { m() {} } var all; while (true) { var n = M(); n.m1 = all; n.m2 = n.m; all = n; }`,
		"strings":   `class N {} var all; while (true) { var n = N(); n.next = all; n.s = "0123456789" + "0123456789"; all = n; }`,
		"a string":  `var s = "x"; while (true) s = s + s;`,
		"classes":   `var all; while (true) { class A { m() {} } var a = A(); a.next = all; all = a; }`,
		"locals":    `fun f(s) { var t = s + "x"; return f(t + t) + t; } f("0123456789");`,
		"bound":     `class A { m() {} } var all; while (true) { var a = A(); a.next = all; all = a; a.m = a.m; }`,
	} {
		_, err := m.run(t, text)
		var failed *realm.Error
		require.ErrorAs(t, err, &failed, name)
		assert.Equal(t, realm.Memory, failed.Kind, name)
		assert.Equal(t, "Out of memory.", failed.Message, name)
		assert.LessOrEqual(t, m.realm.Heap.Trace(), limits.Memory*9/8, "%s: an eighth may be made between traces", name)
		m.mustRun(t, `var all; var s;`)
		assert.Less(t, m.realm.Heap.Trace(), 100_000, "%s: all of it can be let go", name)
	}
}
