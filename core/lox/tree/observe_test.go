package tree_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
	"github.com/twelvefold/twelvefold/core/lox/tree"
)

// drawn writes environments from the inside out.
func drawn(env *tree.Environment) string {
	var scopes []string
	for ; env != nil; env = env.Outer() {
		var vars []string
		for _, b := range env.Bindings() {
			vars = append(vars, b.Name+"="+printed(b.Value))
		}
		scopes = append(scopes, "{"+strings.Join(vars, " ")+"}")
	}
	return strings.Join(scopes, "")
}

// An observer sees each statement before it runs, with what is declared by
// then.
func TestObserve(t *testing.T) {
	text := `
fun f(a) {
  var b = a + 1;
  { var c = b; print c; }
  return b;
}
class A < B { m() { return this; } }
f(1);
A().m();`
	m := newMachine(roomy)
	m.mustRun(t, "class B {}")
	var seen []string
	m.Observe(func(s syntax.Stmt, env *tree.Environment, depth int) error {
		first, _, _ := strings.Cut(text[s.Span().Start:s.Span().End], "\n")
		seen = append(seen, fmt.Sprint(depth, " ", first, " ", drawn(env)))
		return nil
	})
	m.mustRun(t, text)
	assert.Equal(t, []string{
		"1 fun f(a) { {}",
		"1 class A < B { m() { return this; } } {}",
		"1 f(1); {}",
		"2 var b = a + 1; {a=1}{}",
		"2 { var c = b; print c; } {a=1 b=2}{}",
		"2 var c = b; {}{a=1 b=2}{}",
		"2 print c; {c=2}{a=1 b=2}{}",
		"2 return b; {a=1 b=2}{}",
		"1 A().m(); {}",
		"2 return this; {this=A instance}{super=B}{}",
	}, seen)

	seen = nil
	m.Observe(nil)
	m.mustRun(t, "f(1);")
	assert.Empty(t, seen)
}

// Calls are those that have not returned, each at the statement it is in and
// with the environment it is in.
func TestObserveCalls(t *testing.T) {
	text := "fun f(a) {\n  { var b = a; g(b + 1); }\n}\nfun g(c) {\n  print c;\n}\nf(1);"
	m := newMachine(roomy)
	var calls []string
	m.Observe(func(s syntax.Stmt, _ *tree.Environment, _ int) error {
		if _, ok := s.(*syntax.PrintStmt); !ok {
			return nil
		}
		for _, c := range m.Calls() {
			calls = append(calls, fmt.Sprintf("%q line %d %s", c.Function, c.Source.Line(c.Stmt.Span().Start), drawn(c.Env)))
		}
		return nil
	})
	m.mustRun(t, text)
	assert.Equal(t, []string{`"g" line 5 {c=2}{}`, `"f" line 2 {b=1}{a=1}{}`, `"" line 7 {}`}, calls)
}

// Closures made in one environment share it.
func TestObserveSharedEnvironment(t *testing.T) {
	m := newMachine(roomy)
	var outer []*tree.Environment
	m.Observe(func(s syntax.Stmt, env *tree.Environment, _ int) error {
		if _, ok := s.(*syntax.ReturnStmt); ok {
			outer = append(outer, env.Outer())
		}
		return nil
	})
	m.mustRun(t, "{ var a = 1; fun f() { return a; } fun g() { return a; } f(); g(); }")
	require.Len(t, outer, 2)
	assert.Same(t, outer[0], outer[1])
}

// An observer's error ends the run at the statement.
func TestObserverEndsTheRun(t *testing.T) {
	stop := errors.New("stop")
	m := newMachine(roomy)
	m.Observe(func(s syntax.Stmt, _ *tree.Environment, depth int) error {
		if depth == 2 {
			return stop
		}
		return nil
	})
	_, err := m.run(t, "fun f() {\n print 1; }\nf();")
	assert.ErrorIs(t, err, stop)
	var failed *realm.Error
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, []string{"[line 2] in f()", "[line 3] in script"}, frames(failed))
	assert.Empty(t, m.output.String())
	m.Observe(nil)
	m.mustRun(t, "f();")
	assert.Equal(t, "1\n", m.output.String())
}
