package command

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRows checks what every row must have, so that COMMAND INFO and DOCS have
// something to tell, and can tell it.
func TestRows(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range Table {
		require.False(t, seen[row.Name], "%s is there twice", row.Name)
		seen[row.Name] = true
		checkRow(t, row)
		for _, sub := range row.Sub {
			checkRow(t, sub)
		}
	}
}

func checkRow(t *testing.T, row Command) {
	t.Run(row.Group+"/"+row.Name, func(t *testing.T) {
		require.NotZero(t, row.Arity)
		require.NotEmpty(t, row.Since)
		require.NotEmpty(t, row.Summary)
		require.NotContains(t, row.Summary[len(row.Summary)-1:], ".")
		require.Less(t, depth(parseSyntax(row.Syntax)), 10, row.Syntax)
		if row.First > 0 {
			require.NotZero(t, row.Step, "keys without a step")
			require.True(t, row.Access != "" || len(row.Keys) > 0, "keys, but not what happens to them")
		}
	})
}

// depth is how deep arguments are nested, up to 10: a block that holds itself
// has no end.
func depth(args []argument) int { return nested(args, 0) }

func nested(args []argument, level int) int {
	deepest := level
	if level < 10 {
		for _, a := range args {
			deepest = max(deepest, nested(a.parts, level+1))
		}
	}
	return deepest
}
