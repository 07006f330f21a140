package lox_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// recursion calls itself n deep, each time from inside of operators and
// parentheses in each other.
func recursion(n, operators, parentheses int) string {
	inside := strings.Repeat("(", parentheses) + "f(n - 1)" + strings.Repeat(" == nil", operators) + strings.Repeat(")", parentheses)
	return "fun f(n) { if (n == 1) return nil; return " + inside + "; } f(" + strconv.Itoa(n) + ");"
}

// The book's interpreter counts calls, whatever they nest; the script is one.
func TestFramesOfTheBook(t *testing.T) {
	onBoth(t, func(t *testing.T, engine lox.Engine) {
		for _, c := range []struct{ operators, parentheses int }{
			{0, 0},
			{40, 0},
			{0, 40},
			{syntax.MaxChain - 10, syntax.MaxNesting - 20}, // the host's stack has room for this, too
		} {
			o := lox.Options{Engine: engine, Std: true}
			assert.Empty(t, runOn(engine, recursion(lox.BookMaxDepth-1, c.operators, c.parentheses), o).Error)
			over := runOn(engine, recursion(lox.BookMaxDepth, c.operators, c.parentheses), o)
			assert.Contains(t, over.Error, "Stack overflow.")
		}
	})
}
