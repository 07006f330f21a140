package syntax

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const million = 1_000_000

// deep are programs a million levels deep or long. They are errors, and not
// the end of the host's stack.
var deep = []struct {
	name, text, message string
}{
	{"parentheses", strings.Repeat("(", million), "Too much nesting."},
	{"closed parentheses", strings.Repeat("(", million) + "1" + strings.Repeat(")", million) + ";", "Too much nesting."},
	{"braces", strings.Repeat("{", million) + strings.Repeat("}", million), "Too much nesting."},
	{"minus", strings.Repeat("-", million) + "1;", "Too much nesting."},
	{"not", strings.Repeat("!", million) + "1;", "Too much nesting."},
	{"plus", "1" + strings.Repeat("+1", million) + ";", "Too many operators in one expression."},
	{"properties", "a" + strings.Repeat(".b", million) + ";", "Too many operators in one expression."},
	{"calls", "a" + strings.Repeat("()", million) + ";", "Too many operators in one expression."},
	{"sums in sums", leaning("(", ")"), "Too many operators in one expression."},
	{"sums in arguments", leaning("a(", ",1)"), "Too many operators in one expression."},
	{"sums in what is assigned", leaning("a.b=(", ")"), "Too many operators in one expression."},
	{"sums of what is negated", leaning("-(", ")"), "Too many operators in one expression."},
	{"calls in calls", strings.Repeat("a(", million), "Too much nesting."},
	{"or", "a" + strings.Repeat(" or a", million) + ";", "Too much nesting."},
	{"and", "a" + strings.Repeat(" and a", million) + ";", "Too much nesting."},
	{"assignments", strings.Repeat("a=", million) + "1;", "Too much nesting."},
	{"assignments to fields", strings.Repeat("a.b=", million) + "1;", "Too much nesting."},
	{"else-ifs", strings.Repeat("if (a) b; else ", million) + "c;", "Too much nesting."},
	{"ifs", strings.Repeat("if (a) ", million) + "c;", "Too much nesting."},
	{"whiles", strings.Repeat("while (a) ", million) + "c;", "Too much nesting."},
	{"fors", strings.Repeat("for (;;) ", million) + "c;", "Too much nesting."},
	{"functions", strings.Repeat("fun f() {", million), "Too much nesting."},
	{"classes", strings.Repeat("class A { m() {", million), "Too much nesting."},
	{"superclasses", strings.Repeat("class A < B { m() {", million), "Too much nesting."},
	{"errors", strings.Repeat("@", million), "Unexpected character."},
	{"quotes", strings.Repeat("\"\n", million+1), "Unterminated string."},
}

// leaning gives sums of which each is the first operand of the next.
func leaning(open, closed string) string {
	const levels = 300
	return strings.Repeat(open, levels) + "a" + strings.Repeat(strings.Repeat("+a", million/levels)+closed, levels) + ";"
}

func TestParseDeep(t *testing.T) {
	for _, c := range deep {
		_, found := Parse("x", c.text, Wide)
		require.NotEmpty(t, found, c.name)
		assert.Equal(t, c.message, found[len(found)-1].Message, c.name)
		assert.LessOrEqual(t, len(found), MaxDiagnostics, c.name)
	}
}

// What nests as deep as is allowed can be read and walked.
func TestParseAsDeepAsAllowed(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("(", MaxNesting-2) + "1" + strings.Repeat(")", MaxNesting-2) + ";",
		strings.Repeat("{", MaxNesting-2) + "1;" + strings.Repeat("}", MaxNesting-2),
		"1" + strings.Repeat("+1", MaxChain) + ";",
		"(1" + strings.Repeat("+1", MaxChain-1) + ")+(1" + strings.Repeat("+1", MaxChain-1) + ");",
	} {
		assert.NotPanics(t, func() { show(parseOK(t, text).Script.Body[0]) })
	}
}

// FuzzParse gives arbitrary text to the parser: it does not panic, what it
// says of places is true, and a file without diagnostics is whole.
func FuzzParse(f *testing.F) {
	f.Add(program)
	for _, c := range erroneous {
		f.Add(c.text)
	}
	for _, c := range deep {
		f.Add(c.text[:min(len(c.text), 5000)])
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, found := Parse("x", text, Book)
		for _, d := range found {
			require.NotEmpty(t, d.Message)
			require.True(t, 0 <= d.At.Start && d.At.Start <= d.At.End && d.At.End <= len(text), "%v", d)
			require.NotEmpty(t, Excerpt(file.Source, d.At))
		}
		if len(found) > 0 {
			return
		}
		walk(file.Script, func(n Node) {
			at := n.Span()
			require.True(t, 0 <= at.Start && at.Start <= at.End && at.End <= len(text), "%T %v", n, at)
			_, bad := n.(*Bad)
			require.False(t, bad)
		})
		for _, n := range idents(file) {
			require.Equal(t, text[n.At.Start:n.At.End], n.Text)
			require.Equal(t, n.Text, file.Names[n.Number])
		}
		require.Positive(t, file.Script.Weight)
	})
}
