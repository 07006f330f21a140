package syntax

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
)

// program has each kind of node, some with blanks and comments around them.
const program = `
// before
print (1 + 2) ;
var a = - b . c ;
a = a and ! nil or "s" ; // behind
{ f ( 1 , 2 ) ( ) ; }
if ( a ) x . y = 3 ; else { }
while ( a ) a ;
for ( var i = 0 ; i < 1 ; i = i + 1 ) print i ;
fun g ( p , q ) { return p ; }
class C < D { init ( ) { return ; } m ( ) { this . n = super . m ; } }
`

// Each kind of node spans its text from the first token to the last.
func TestSpans(t *testing.T) {
	file := parseOK(t, program)
	found := map[string][]string{}
	walk(file.Script, func(n Node) {
		kind := reflect.TypeOf(n).Elem().Name()
		found[kind] = append(found[kind], program[n.Span().Start:n.Span().End])
	})
	body := `{ return p ; }`
	method := `m ( ) { this . n = super . m ; }`
	for kind, want := range map[string][]string{
		"Literal":    {"1", "2", "nil", `"s"`, "1", "2", "3", "0", "1", "1"},
		"Grouping":   {"(1 + 2)"},
		"Name":       {"b", "a", "f", "a", "x", "a", "a", "i", "i", "i", "p", "D"},
		"Assign":     {`a = a and ! nil or "s"`, "i = i + 1"},
		"Unary":      {"- b . c", "! nil"},
		"Binary":     {"1 + 2", "i < 1", "i + 1"},
		"Logical":    {`a and ! nil or "s"`, "a and ! nil"},
		"Call":       {"f ( 1 , 2 ) ( )", "f ( 1 , 2 )"},
		"Get":        {"b . c"},
		"Set":        {"x . y = 3", "this . n = super . m"},
		"ThisExpr":   {"this"},
		"SuperGet":   {"super . m"},
		"ExprStmt":   {`a = a and ! nil or "s" ;`, "f ( 1 , 2 ) ( ) ;", "x . y = 3 ;", "a ;", "this . n = super . m ;"},
		"PrintStmt":  {"print (1 + 2) ;", "print i ;"},
		"VarDecl":    {"var a = - b . c ;", "var i = 0 ;"},
		"Block":      {"{ f ( 1 , 2 ) ( ) ; }", "{ }"},
		"IfStmt":     {"if ( a ) x . y = 3 ; else { }"},
		"WhileStmt":  {"while ( a ) a ;"},
		"ForStmt":    {"for ( var i = 0 ; i < 1 ; i = i + 1 ) print i ;"},
		"FunDecl":    {"fun g ( p , q ) " + body},
		"ReturnStmt": {"return p ;", "return ;"},
		"ClassDecl":  {"class C < D { init ( ) { return ; } " + method + " }"},
		"Function":   {program, "fun g ( p , q ) " + body, "init ( ) { return ; }", method},
	} {
		assert.Equal(t, want, found[kind], kind)
		delete(found, kind)
	}
	assert.Empty(t, found, "kinds of nodes that the table does not have")
	g := file.Script.Body[7].(*FunDecl).Function
	assert.Equal(t, body, program[g.BodyAt.Start:g.BodyAt.End])
}

// A node's span holds those of the nodes below it.
func TestSpansNest(t *testing.T) {
	walk(parseOK(t, program).Script, func(n Node) {
		for _, c := range children(n) {
			assert.LessOrEqual(t, n.Span().Start, c.Span().Start, "%T in %T", c, n)
			assert.GreaterOrEqual(t, n.Span().End, c.Span().End, "%T in %T", c, n)
		}
	})
}

// A name's own place is where its text stands.
func TestSpansOfNames(t *testing.T) {
	for _, n := range idents(parseOK(t, program)) {
		assert.Equal(t, n.Text, program[n.At.Start:n.At.End])
		assert.NotZero(t, n.Line)
	}
}

// The last line of a span is the line that the book's compiler gives the
// instruction.
func TestSpansEndOnTheLineOfTheError(t *testing.T) {
	for text, want := range map[string]int{
		"1 +\n2;":               2,
		"f(\n1\n);":             3,
		"a\n.b\n.c;":            3,
		"-\n\n1;":               3,
		"(\n1 + 2\n);":          3,
		"a = \n\"x\ny\"\n;":     3, // the semicolon is no part of it
		"1 // c\n+ // d\n2\n;":  3,
		"a.b =\n\nc(\n)   \n ;": 4,
	} {
		file := parseOK(t, text)
		e := file.Script.Body[0].(*ExprStmt).Expr
		assert.Equal(t, want, file.Source.LastLine(e.Span()), "%q", text)
	}
}
