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
		require.NotPanics(t, func() { parseSyntax(row.Syntax) }, row.Syntax)
		if row.First > 0 {
			require.NotZero(t, row.Step, "keys without a step")
			require.True(t, row.Access != "" || len(row.Keys) > 0, "keys, but not what happens to them")
		}
	})
}
