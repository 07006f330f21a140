package syntax

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// uses are the references of a file by their names, in the order of the text:
// how many scopes out, and which variable there; or "global".
func uses(file *File, name string) (found []string) {
	add := func(as string, r Ref) {
		switch {
		case as != name:
		case r.Var == nil:
			found = append(found, "global")
		default:
			found = append(found, strconv.Itoa(r.Hops)+":"+strconv.Itoa(r.Var.Index))
		}
	}
	walk(file.Script, func(n Node) {
		switch n := n.(type) {
		case *Name:
			add(n.Ident.Text, n.Ref)
		case *Assign:
			add(n.Ident.Text, n.Ref)
		case *ThisExpr:
			add("this", n.Ref)
		case *SuperGet:
			add("this", n.This)
			add("super", n.Super)
		}
	})
	return found
}

func TestResolveUses(t *testing.T) {
	for _, c := range []struct {
		name, text, of string
		want           []string
	}{
		{"nothing declared", "a; a = 1;", "a", []string{"global", "global"}},
		{"a global", "var a; a; { a; }", "a", []string{"global", "global"}},
		{"in its block", "{ var a; a; a = 1; }", "a", []string{"0:0", "0:0"}},
		{"the second of its block", "{ var b; var a; a; }", "a", []string{"0:1"}},
		{"a block further in", "{ var a; { { a; } } }", "a", []string{"2:0"}},
		{"a block without variables counts", "{ var a; { fun f() { a; } } }", "a", []string{"2:0"}},
		{"after its block", "{ var a; } a;", "a", []string{"global"}},
		{"before its declaration", "{ a; var a; a; }", "a", []string{"global", "0:0"}},
		{"in the initializer of what hides a global", "var a; { var b = a; }", "a", []string{"global"}},
		{"hidden", "{ var a; { var a; a; } a; }", "a", []string{"0:0", "0:0"}},
		{"a parameter", "fun f(b, a) { a; { a; } }", "a", []string{"0:1", "1:1"}},
		{"a local beside parameters", "fun f(b) { var a; a; }", "a", []string{"0:1"}},
		{"a parameter of a method, after this", "class A { m(a) { a; } }", "a", []string{"0:1"}},
		{"a function by its own name", "{ fun a() { a; } }", "a", []string{"1:0"}},
		{"a class by its own name", "{ class a { m() { a; } } }", "a", []string{"1:0"}},
		{"past the scope of super", "{ class a < B { m() { a; } } }", "a", []string{"2:0"}},
		{"the superclass's name is outside of it", "{ class a {} class B < a {} }", "a", []string{"0:0"}},
		{"a loop's variable", "for (var a = 0; a; a = a) { a; }", "a", []string{"0:0", "0:0", "0:0", "1:0"}},
		{"a closure's", "fun f() { var a; fun g() { fun h() { a; } } }", "a", []string{"2:0"}},
		{"this", "class A { m() { this; { this; } fun f() { this; } } }", "this", []string{"0:0", "1:0", "1:0"}},
		{"super", "class A < B { m() { super.x; fun f() { super.y; } } }", "super", []string{"1:0", "2:0"}},
		{"this of super", "class A < B { m() { super.x; fun f() { super.y; } } }", "this", []string{"0:0", "1:0"}},
		{"this of the nearest class", "class A { m() { class B { n() { this; } } this; } }", "this", []string{"0:0", "0:0"}},
	} {
		assert.Equal(t, c.want, uses(parseOK(t, c.text), c.of), c.name)
	}
}

// A use and its declaration are in the chain of scopes as far apart as Hops
// says, and the variable is the one of that name that was declared before.
func TestResolveHopsAreScopes(t *testing.T) {
	file := parseOK(t, `
		fun f(a) {
			var b = a;
			for (var i = a; i < b; i = i + 1) {
				fun g(c) { var a = b; { return a + c + i; } }
				class C < f { init(x) { super.init(g); this.x = b + x; } }
			}
		}`)
	body := file.Script.Body[0].(*FunDecl).Function
	loop := body.Body[1].(*ForStmt)
	block := loop.Body.(*Block)
	g := block.Stmts[0].(*FunDecl).Function
	assert.Same(t, body.Scope, loop.Scope.Parent)
	assert.Same(t, loop.Scope, block.Scope.Parent)
	assert.Same(t, block.Scope, g.Scope.Parent)
	sum := g.Body[1].(*Block).Stmts[0].(*ReturnStmt).Value.(*Binary)
	i := sum.Right.(*Name)
	assert.Equal(t, "i", i.Ident.Text)
	assert.Equal(t, 3, i.Hops)
	assert.Same(t, loop.Scope, i.Var.Scope)
	a := sum.Left.(*Binary).Left.(*Name)
	assert.Equal(t, 1, a.Hops)
	assert.Same(t, g.Scope, a.Var.Scope)
	assert.Equal(t, g, a.Var.Scope.Function)
}

// names are those of variables.
func names(vars []*Variable) (out []string) {
	for _, v := range vars {
		out = append(out, v.Name)
	}
	return out
}

func TestResolveScopes(t *testing.T) {
	file := parseOK(t, "fun f(a, b) { var c; { var d; } fun e() {} } class A < B { m(x) { var y; } }")
	assert.Empty(t, file.Script.Scope.Vars, "globals are in no scope")
	f := file.Script.Body[0].(*FunDecl).Function
	assert.Equal(t, []string{"a", "b", "c", "e"}, names(f.Scope.Vars))
	assert.Equal(t, []string{"d"}, names(f.Body[1].(*Block).Scope.Vars))
	class := file.Script.Body[1].(*ClassDecl)
	assert.Equal(t, []string{"super"}, names(class.SuperScope.Vars))
	assert.Equal(t, []string{"this", "x", "y"}, names(class.Methods[0].Scope.Vars))
	assert.Same(t, file.Script, f.Parent)
	for i, v := range f.Scope.Vars {
		assert.Equal(t, i, v.Index)
		assert.Equal(t, v.Name, file.Source.Text[v.Decl.Start:v.Decl.End])
	}
}

func TestResolveCaptures(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // of the innermost functions and those around them
	}{
		{"none", "fun f() { var a; { a; } }", nil},
		{"globals are not captured", "var a; fun f() { a; }", nil},
		{"its own name is global at the top", "fun f() { f(); }", nil},
		{"its own name in a block", "{ fun f() { f(); } }", []string{"f"}},
		{"in order of first use, each once", "{ var a; var b; fun f() { b; a; b; } }", []string{"b", "a"}},
		{"assigned", "{ var a; fun f() { a = 1; } }", []string{"a"}},
		{"this", "class A { m() { fun f() { this; } } }", []string{"this"}},
		{"super takes this first", "class A < B { m() { fun f() { super.x; } } }", []string{"this", "super"}},
		{"super in the method itself", "class A < B { m() { super.x; } }", []string{"super"}},
	} {
		var innermost *Function
		walk(parseOK(t, c.text).Script, func(n Node) {
			if f, ok := n.(*Function); ok {
				innermost = f
			}
		})
		assert.Equal(t, c.want, names(innermost.Captures), c.name)
	}
}

// A function between the one that declares and the one that uses captures,
// too, and the variable is marked.
func TestResolveCapturesBetween(t *testing.T) {
	file := parseOK(t, "fun f() { var a; var b; fun g() { fun h() { a; } b; } }")
	f := file.Script.Body[0].(*FunDecl).Function
	g := f.Body[2].(*FunDecl).Function
	h := g.Body[0].(*FunDecl).Function
	assert.Empty(t, f.Captures)
	assert.Equal(t, []string{"a", "b"}, names(g.Captures))
	assert.Equal(t, []string{"a"}, names(h.Captures))
	require.Len(t, f.Scope.Vars, 3)
	assert.True(t, f.Scope.Vars[0].Captured)
	assert.True(t, f.Scope.Vars[1].Captured)
	assert.False(t, f.Scope.Vars[2].Captured)
}

func TestResolveTargets(t *testing.T) {
	file := parseOK(t, "var a; fun b() {} class C {} { var a; fun b() {} class C {} }")
	assert.Nil(t, file.Script.Body[0].(*VarDecl).Decl)
	assert.Nil(t, file.Script.Body[1].(*FunDecl).Decl)
	assert.Nil(t, file.Script.Body[2].(*ClassDecl).Decl)
	assert.Nil(t, file.Script.Body[2].(*ClassDecl).Self.Var)
	block := file.Script.Body[3].(*Block)
	assert.Same(t, block.Scope.Vars[0], block.Stmts[0].(*VarDecl).Decl)
	assert.Same(t, block.Scope.Vars[1], block.Stmts[1].(*FunDecl).Decl)
	class := block.Stmts[2].(*ClassDecl)
	assert.Same(t, block.Scope.Vars[2], class.Decl)
	assert.Same(t, class.Decl, class.Self.Var)
}
