package syntax

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// erroneous are programs with the diagnostics that the book's C interpreter
// prints for them, each message at least once. Those of limits.go have tests
// of their own.
var erroneous = []struct {
	text string
	want []string
}{
	// the scanner
	{"@", []string{"[line 1] Error: Unexpected character."}},
	{"print 1 # 2;\n", []string{"[line 1] Error: Unexpected character."}},
	{"\"abc\n\n", []string{"[line 3] Error: Unterminated string."}},
	// expressions
	{"print;", []string{"[line 1] Error at ';': Expect expression."}},
	{"1 +;", []string{"[line 1] Error at ';': Expect expression."}},
	{"1 +", []string{"[line 1] Error at end: Expect expression."}},
	{"(1;", []string{"[line 1] Error at ';': Expect ')' after expression."}},
	{"a + b = c;", []string{"[line 1] Error at '=': Invalid assignment target."}},
	{"(a) = b;", []string{"[line 1] Error at '=': Invalid assignment target."}},
	{"f() = 1;", []string{"[line 1] Error at '=': Invalid assignment target."}},
	{"-a = 1;", []string{"[line 1] Error at '=': Invalid assignment target."}},
	{"class A { m() { this = 1; } }", []string{"[line 1] Error at '=': Invalid assignment target."}},
	{"f(1;", []string{"[line 1] Error at ';': Expect ')' after arguments."}},
	{"a.;", []string{"[line 1] Error at ';': Expect property name after '.'."}},
	{"a.1;", []string{"[line 1] Error at '1': Expect property name after '.'."}},
	{"f(" + strings.Repeat("nil,", 255) + "nil);", []string{"[line 1] Error at 'nil': Can't have more than 255 arguments."}},
	// statements
	{"print 1\n", []string{"[line 2] Error at end: Expect ';' after value."}},
	{"1 2;", []string{"[line 1] Error at '2': Expect ';' after expression."}},
	{"var 1;", []string{"[line 1] Error at '1': Expect variable name."}},
	{"var nil = 1;", []string{"[line 1] Error at 'nil': Expect variable name."}},
	{"var a = 1 print a;", []string{"[line 1] Error at 'print': Expect ';' after variable declaration."}},
	{"{ 1;", []string{"[line 1] Error at end: Expect '}' after block."}},
	{"}", []string{"[line 1] Error at '}': Expect expression."}},
	{"if 1) 2;", []string{"[line 1] Error at '1': Expect '(' after 'if'."}},
	{"if (1 2;", []string{"[line 1] Error at '2': Expect ')' after condition."}},
	{"if (1) var a;", []string{"[line 1] Error at 'var': Expect expression."}},
	{"else 1;", []string{"[line 1] Error at 'else': Expect expression."}},
	{"while 1) 2;", []string{"[line 1] Error at '1': Expect '(' after 'while'."}},
	{"while (1 2;", []string{"[line 1] Error at '2': Expect ')' after condition."}},
	{"for ;;) 1;", []string{"[line 1] Error at ';': Expect '(' after 'for'."}},
	{"for (1;1 2) 3;", []string{"[line 1] Error at '2': Expect ';' after loop condition."}},
	{"for (1;1;1 2) 3;", []string{"[line 1] Error at '2': Expect ')' after for clauses."}},
	{"for (fun f() {};;) 1;", []string{"[line 1] Error at 'fun': Expect expression.", "[line 1] Error at ';': Expect expression.", "[line 1] Error at ')': Expect expression."}},
	// functions
	{"fun 1() {}", []string{"[line 1] Error at '1': Expect function name.", "[line 1] Error at end: Expect '}' after block."}},
	{"fun f {}", []string{"[line 1] Error at '{': Expect '(' after function name."}},
	{"fun f(1) {}", []string{"[line 1] Error at '1': Expect parameter name.", "[line 1] Error at end: Expect '}' after block."}},
	{"fun f(a {}", []string{"[line 1] Error at '{': Expect ')' after parameters."}},
	{"fun f() 1;", []string{"[line 1] Error at '1': Expect '{' before function body.", "[line 1] Error at end: Expect '}' after block."}},
	{"fun f() { return 1 }", []string{"[line 1] Error at '}': Expect ';' after return value.", "[line 1] Error at end: Expect '}' after block."}},
	{"fun f(" + params(256) + ") {}", []string{"[line 1] Error at 'p255': Can't have more than 255 parameters."}},
	{"return 1;", []string{"[line 1] Error at 'return': Can't return from top-level code."}},
	{"{ return; }", []string{"[line 1] Error at 'return': Can't return from top-level code."}},
	// classes
	{"class 1 {}", []string{"[line 1] Error at '1': Expect class name.", "[line 1] Error at end: Expect '}' after block."}},
	{"class A 1", []string{"[line 1] Error at '1': Expect '{' before class body.", "[line 1] Error at end: Expect '}' after block."}},
	{"class A extends B {}", []string{"[line 1] Error at 'extends': Expect '{' before class body."}},
	{"class A < 1 {}", []string{"[line 1] Error at '1': Expect superclass name.", "[line 1] Error at end: Expect '}' after block."}},
	{"class A < A {}", []string{"[line 1] Error at 'A': A class can't inherit from itself."}},
	{"class A { 1", []string{"[line 1] Error at '1': Expect method name.", "[line 1] Error at end: Expect '}' after block."}},
	{"class A {", []string{"[line 1] Error at end: Expect '}' after class body."}},
	{"class A { init() { return 1; } }", []string{"[line 1] Error at 'return': Can't return a value from an initializer."}},
	{"this;", []string{"[line 1] Error at 'this': Can't use 'this' outside of a class."}},
	{"fun f() { this; }", []string{"[line 1] Error at 'this': Can't use 'this' outside of a class."}},
	{"super.a;", []string{"[line 1] Error at 'super': Can't use 'super' outside of a class."}},
	{"class A { m() { super.a; } }", []string{"[line 1] Error at 'super': Can't use 'super' in a class with no superclass."}},
	{"class A < B { m() { super; } }", []string{"[line 1] Error at ';': Expect '.' after 'super'."}},
	{"class A < B { m() { super.1; } }", []string{"[line 1] Error at '1': Expect superclass method name."}},
	// names
	{"{ var a; var a; }", []string{"[line 1] Error at 'a': Already a variable with this name in this scope."}},
	{"fun f(a, a) {}", []string{"[line 1] Error at 'a': Already a variable with this name in this scope."}},
	{"fun f(a) { var a; }", []string{"[line 1] Error at 'a': Already a variable with this name in this scope."}},
	{"{ fun f() {} class f {} }", []string{"[line 1] Error at 'f': Already a variable with this name in this scope.", "[line 1] Error at end: Expect '}' after block."}},
	{"{ var a = a; }", []string{"[line 1] Error at 'a': Can't read local variable in its own initializer."}},
	{"var a; { var a = a + 1; }", []string{"[line 1] Error at 'a': Can't read local variable in its own initializer."}},
	{"{ " + variables(256) + "}", []string{"[line 1] Error at 'v255': Too many local variables in function."}},
	{capturing(257), []string{"[line 1] Error at 'v256': Too many closure variables in function."}},
	// what would take too much of the host's stack
	{strings.Repeat("(", MaxNesting+1), []string{"[line 1] Error at '(': Too much nesting."}},
	{strings.Repeat("1+", MaxChain+1) + "1;", []string{"[line 1] Error at '1': Too many operators in one expression."}},
}

func params(n int) string {
	var names []string
	for i := range n {
		names = append(names, "p"+strconv.Itoa(i))
	}
	return strings.Join(names, ", ")
}

func variables(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("var v" + strconv.Itoa(i) + "; ")
	}
	return b.String()
}

// capturing is a function that captures n variables of two around it.
func capturing(n int) string {
	var b strings.Builder
	b.WriteString("fun f() { ")
	half := n / 2
	b.WriteString(variables(half))
	b.WriteString("fun g() { ")
	for i := half; i < n; i++ {
		b.WriteString("var v" + strconv.Itoa(i) + "; ")
	}
	b.WriteString("fun h() { ")
	for i := range n {
		b.WriteString("v" + strconv.Itoa(i) + "; ")
	}
	return b.String() + "} } }"
}

func TestDiagnostics(t *testing.T) {
	for _, c := range erroneous {
		_, found := Parse("x", c.text, Book)
		assert.Equal(t, c.want, lines(found), "%.200s", c.text)
	}
}

// A diagnostic points at the token that it names, or at the end.
func TestDiagnosticsPoint(t *testing.T) {
	for _, c := range erroneous {
		file, found := Parse("x", c.text, Book)
		for _, d := range found {
			at := c.text[d.At.Start:d.At.End]
			switch {
			case strings.HasPrefix(d.Where, " at '"):
				assert.Equal(t, d.Where, " at '"+at+"'")
				assert.Equal(t, d.Line, file.Source.LastLine(d.At))
			case d.Where == " at end":
				assert.Equal(t, len(c.text), d.At.Start)
			default:
				assert.NotEmpty(t, at)
			}
		}
	}
}

// Every message that the parser, scanner and resolver can give is in the
// table above: their sources say which there are.
func TestDiagnosticsAreAllTested(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range erroneous {
		_, found := Parse("x", c.text, Book)
		for _, d := range found {
			seen[d.Message] = true
		}
	}
	messages := messagesOf(t, "scanner.go", "parse.go", "statements.go", "expressions.go", "resolve.go")
	assert.Greater(t, len(messages), 40)
	for _, m := range messages {
		assert.True(t, seen[m], "no program in the table gives %q", m)
	}
}

// A hint belongs to a message that there is.
func TestHintsAreOfMessages(t *testing.T) {
	messages := messagesOf(t, "scanner.go", "parse.go", "statements.go", "expressions.go", "resolve.go", "limits.go")
	for m, hint := range hints {
		assert.Contains(t, messages, m)
		assert.NotEmpty(t, hint)
	}
	_, found := Parse("x", "print \"a", Book)
	assert.Equal(t, hints["Unterminated string."], found[0].Hint)
}

// messagesOf are the strings in Go sources that are sentences: a capital, and
// a full stop at the end.
func messagesOf(t *testing.T, files ...string) (messages []string) {
	t.Helper()
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		tree, err := goparser.ParseFile(token.NewFileSet(), name, text, 0)
		require.NoError(t, err)
		ast.Inspect(tree, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				s, err := strconv.Unquote(l.Value)
				require.NoError(t, err)
				if len(s) > 3 && s[0] >= 'A' && s[0] <= 'Z' && s[len(s)-1] == '.' {
					messages = append(messages, s)
				}
			}
			return true
		})
	}
	return messages
}

func TestExcerptOfALongLine(t *testing.T) {
	const half = maxExcerpt / 2
	line := strings.Repeat("é", 500) + "@" + strings.Repeat("x", 500)
	s := NewSource("s", "\n"+line)
	at := 1 + len("é")*500
	require.Equal(t, "2 | ..."+strings.Repeat("é", half/2)+"@"+strings.Repeat("x", half-1)+"...\n"+
		"  |    "+strings.Repeat(" ", half/2)+"^\n", Excerpt(s, Span{at, at + 1}))
	// At the ends of the line, and where the cut falls into a letter.
	require.Equal(t, "2 | "+strings.Repeat("é", half)+"...\n  | ^\n", Excerpt(s, Span{1, 3}))
	end := len(line)
	require.Equal(t, "2 | ..."+strings.Repeat("x", maxExcerpt)+"\n  |    "+strings.Repeat(" ", maxExcerpt-1)+"^\n", Excerpt(s, Span{end, end + 1}))
	for at := range line {
		require.True(t, utf8.ValidString(Excerpt(s, Span{1 + at, 2 + at})), at)
	}
}
