package syntax

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parseOK reads a program that has no errors.
func parseOK(t *testing.T, text string) *File {
	t.Helper()
	file, found := Parse("test.lox", text, Wide)
	require.Empty(t, found, "%s", text)
	return file
}

// lines are the diagnostics as the book prints them.
func lines(found []Diagnostic) []string {
	var out []string
	for _, d := range found {
		out = append(out, d.String())
	}
	return out
}

func TestParseExpressions(t *testing.T) {
	for text, want := range map[string]string{
		"1":                 "1",
		`"s"`:               `"s"`,
		"nil":               "nil",
		"(1)":               "(group 1)",
		"1 + 2 * 3":         "(+ 1 (* 2 3))",
		"1 * 2 + 3":         "(+ (* 1 2) 3)",
		"1 - 2 - 3":         "(- (- 1 2) 3)",
		"1 / 2 / 3":         "(/ (/ 1 2) 3)",
		"(1 - 2) - 3":       "(- (group (- 1 2)) 3)",
		"1 < 2 == 3 > 4":    "(== (< 1 2) (> 3 4))",
		"1 <= 2 != 3 >= 4":  "(!= (<= 1 2) (>= 3 4))",
		"1 == 2 == 3":       "(== (== 1 2) 3)",
		"1 < 2 + 3":         "(< 1 (+ 2 3))",
		"-1 * 2":            "(* (- 1) 2)",
		"-a.b":              "(- (. a b))",
		"-a()":              "(- (call a))",
		"!!a":               "(! (! a))",
		"- -1":              "(- (- 1))",
		"!a == b":           "(== (! a) b)",
		"a and b or c":      "(or (and a b) c)",
		"a or b and c":      "(or a (and b c))",
		"a or b or c":       "(or a (or b c))",
		"a and b and c":     "(and a (and b c))",
		"a == b and c < d":  "(and (== a b) (< c d))",
		"a = b":             "(= a b)",
		"a = b = c":         "(= a (= b c))",
		"a = b or c":        "(= a (or b c))",
		"a.b = c":           "(= (. a b) c)",
		"a.b.c = d.e = f":   "(= (. (. a b) c) (= (. d e) f))",
		"a()":               "(call a)",
		"a(1, 2)(3).b(c.d)": "(call (. (call (call a 1 2) 3) b) (. c d))",
		"a(b = 1)":          "(call a (= b 1))",
		"(a = b)":           "(group (= a b))",
		"(a.b)()":           "(call (group (. a b)))",
	} {
		file := parseOK(t, text+";")
		assert.Equal(t, want, show(file.Script.Body[0].(*ExprStmt).Expr), text)
	}
}

func TestParseStatements(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "",
		"print 1;":                           "(print 1)",
		"1; 2;":                              "1 2",
		"var a;":                             "(var a)",
		"var a = 1;":                         "(var a 1)",
		"{}":                                 "{}",
		"{ var a; { a; } }":                  "{(var a) {a}}",
		"if (a) b;":                          "(if a b)",
		"if (a) b; else c;":                  "(if a b c)",
		"if (a) if (b) c; else d;":           "(if a (if b c d))", // to the nearest
		"if (a) b; else if (c) d;":           "(if a b (if c d))",
		"while (a) b;":                       "(while a b)",
		"for (;;) a;":                        "(for _ _ _ a)",
		"for (var i = 0; i; i = 1) a;":       "(for (var i 0) i (= i 1) a)",
		"for (a; b; c) {}":                   "(for a b c {})",
		"fun f() {}":                         "(fun f [])",
		"fun f(a, b) { return a; }":          "(fun f [a b] (return a))",
		"fun f() { return; }":                "(fun f [] (return))",
		"class A {}":                         "(class A)",
		"class A < B {}":                     "(class A < B)",
		"class A { init(x) {} m() {} }":      "(class A (fun init [x]) (fun m []))",
		"class A { m() { this.x = this; } }": "(class A (fun m [] (= (. this x) this)))",
		"class A < B { m() { super.m(super.n); } }":   "(class A < B (fun m [] (call super.m super.n)))",
		"class A { m() { class B { n() {this;} } } }": "(class A (fun m [] (class B (fun n [] this))))",
	} {
		assert.Equal(t, want, showAll(parseOK(t, text).Script.Body), text)
	}
}

func TestParseFunctionKinds(t *testing.T) {
	file := parseOK(t, "fun f() {} class A { init() { fun g() {} } m() {} }")
	class := file.Script.Body[1].(*ClassDecl)
	assert.Equal(t, Script, file.Script.Kind)
	assert.Equal(t, Plain, file.Script.Body[0].(*FunDecl).Function.Kind)
	assert.Equal(t, Initializer, class.Methods[0].Kind)
	assert.Equal(t, Plain, class.Methods[0].Body[0].(*FunDecl).Function.Kind)
	assert.Equal(t, Method, class.Methods[1].Kind)
}

func TestParseLiterals(t *testing.T) {
	for text, want := range map[string]Literal{
		"0":                             {Kind: Number, Number: 0},
		"1.25":                          {Kind: Number, Number: 1.25},
		"123456789012345678901":         {Kind: Number, Number: 123456789012345678901},
		`"a\n"`:                         {Kind: String, Text: `a\n`},
		"\"a\nb\"":                      {Kind: String, Text: "a\nb"},
		"true":                          {Kind: True},
		"1" + strings.Repeat("0", 400):  {Kind: Number, Number: inf()},
		"0." + strings.Repeat("0", 400): {Kind: Number, Number: 0},
	} {
		l := parseOK(t, text+";").Script.Body[0].(*ExprStmt).Expr.(*Literal)
		l.at = at{}
		assert.Equal(t, want, *l, text)
	}
}

// Every name has a number, the same as all others of its text.
func TestParseNumbersNames(t *testing.T) {
	file := parseOK(t, "var a = b; a.c = a.b; class b { c(a) {} }")
	assert.Equal(t, []string{"a", "b", "c"}, file.Names)
	seen := 0
	for _, n := range idents(file) {
		assert.Equal(t, n.Text, file.Names[n.Number])
		seen++
	}
	assert.Equal(t, 9, seen)
}

func TestParseKeepsComments(t *testing.T) {
	file := parseOK(t, "// one\nprint 1; // two\n// three")
	require.Len(t, file.Comments, 3)
	assert.Equal(t, "// two", file.Comments[1].Text)
}

// After an error the parser is silent until the next statement, and gives what
// it could read.
func TestParseGoesOn(t *testing.T) {
	file, found := Parse("x", "var 1 = 2;\nprint ;\nvar ok = 3;\n)(;\nprint ok;", Book)
	assert.Equal(t, []string{
		"[line 1] Error at '1': Expect variable name.",
		"[line 2] Error at ';': Expect expression.",
		"[line 4] Error at ')': Expect expression.",
	}, lines(found))
	assert.Contains(t, showAll(file.Script.Body), "(var ok 3)")
	assert.Contains(t, showAll(file.Script.Body), "(print ok)")
}

func TestParseKeepsAHundredErrors(t *testing.T) {
	_, found := Parse("x", strings.Repeat("var;\n", 1000), Book)
	assert.Len(t, found, MaxDiagnostics)
	assert.Equal(t, 100, found[99].Line)
}
