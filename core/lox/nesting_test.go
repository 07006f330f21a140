package lox_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
)

// Sources that nest a million deep, or chain a million long, end in an error,
// not in an overflow of Go's stack, and the interpreter goes on.
func TestMillionsInEachOther(t *testing.T) {
	const million = 1_000_000
	repeat := func(open, inside, end string) string {
		return strings.Repeat(open, million) + inside + strings.Repeat(end, million)
	}
	for name, source := range map[string]string{
		"parentheses":      repeat("(", "1", ")") + ";",
		"open parentheses": repeat("(", "", ""),
		"braces":           repeat("{", "", "}"),
		"open braces":      repeat("{", "", ""),
		"closing braces":   repeat("}", "", ""),
		"minus":            repeat("-", "1", "") + ";",
		"not":              repeat("!", "true", "") + ";",
		"if":               repeat("if(1)", "1;", ""),
		"else if":          repeat("if(1)1;else ", "1;", ""),
		"while":            repeat("while(0)", "1;", ""),
		"for":              repeat("for(;0;)", "1;", ""),
		"dots":             "a" + repeat(".a", "", "") + ";",
		"calls":            "a" + repeat("()", "", "") + ";",
		"calls in calls":   repeat("a(", "", ")") + ";",
		"assignments":      repeat("a=", "1", "") + ";",
		"fields":           repeat("a.a=", "1", "") + ";",
		"sums":             "1" + repeat("+1", "", "") + ";",
		"ands":             "1" + repeat(" and 1", "", "") + ";",
		"functions":        repeat("fun f(){", "", "}"),
		"classes":          repeat("class A{m(){", "", "}}"),
	} {
		onBoth(t, func(t *testing.T, engine lox.Engine) {
			in := open(t, lox.Options{Engine: engine, MaxSource: 64 << 20})
			_, err := in.Eval(context.Background(), "deep.lox", source)
			require.ErrorIs(t, err, lox.ErrSyntax, name)
			assert.NotEmpty(t, err.(*lox.Error).Report(), name)
			assert.Less(t, len(err.(*lox.Error).Report()), 1<<20, name)
			usableFresh(t, in)
		})
	}
}

// As deep as the parser lets it go, a program runs on both engines alike.
func TestDeepestPrograms(t *testing.T) {
	for name, c := range map[string][3]string{
		"parentheses": {"(", "1", ")"},
		"minus":       {"- ", "1", ""},
		"braces":      {"{", "", "}"},
		"if":          {"if (true) ", "print 1;", ""},
		"calls":       {"f(", "1", ")"},
		"functions":   {"fun g() {", "", "}"},
		"sums":        {"1 + (", "1", ")"},
	} {
		ran := false
		for _, depth := range []int{2000, 990, 490, 240, 100} {
			end := ";"
			if strings.ContainsAny(c[2], "}") || name == "if" {
				end = ""
			}
			source := "fun f(x) { return x; } " + strings.Repeat(c[0], depth) + c[1] + strings.Repeat(c[2], depth) + end
			tree, fast := runOn(lox.Tree, source, limits), runOn(lox.Fast, source, limits)
			assert.Equal(t, tree, fast, "%s, %d", name, depth)
			ran = ran || tree.Kind == ""
		}
		assert.True(t, ran, "%s: none ran", name)
	}
}
