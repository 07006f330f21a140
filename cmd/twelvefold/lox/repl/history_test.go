package repl

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/peterh/liner"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHistoryFile(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", "/state")
	assert.Equal(t, "/state/twelvefold/lox_history", HistoryFile())
	t.Setenv("XDG_STATE_HOME", "")
	t.Setenv("HOME", "/home/you")
	assert.Equal(t, "/home/you/.local/state/twelvefold/lox_history", HistoryFile())
	t.Setenv("HOME", "")
	assert.Empty(t, HistoryFile())
}

// Lines are added at once, to a file that others cannot read.
func TestHistoryAdd(t *testing.T) {
	h := historyFile{filepath.Join(t.TempDir(), "below", "history")}
	h.add("one")
	h.add("two")
	text, err := os.ReadFile(h.path)
	require.NoError(t, err)
	assert.Equal(t, "one\ntwo\n", string(text))
	info, err := os.Stat(h.path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode())
}

// A file that has grown long keeps its last lines.
func TestHistoryIsShortened(t *testing.T) {
	h := historyFile{filepath.Join(t.TempDir(), "history")}
	for lines, want := range map[int]int{2*liner.HistoryLimit - 1: 2*liner.HistoryLimit - 1, 2 * liner.HistoryLimit: liner.HistoryLimit} {
		var text strings.Builder
		for i := range lines {
			text.WriteString(strconv.Itoa(i) + "\n")
		}
		require.NoError(t, os.WriteFile(h.path, []byte(text.String()), 0o600))
		state := liner.NewLiner()
		h.load(state)
		require.NoError(t, state.Close())
		kept, err := os.ReadFile(h.path)
		require.NoError(t, err)
		got := strings.Fields(string(kept))
		assert.Len(t, got, want)
		assert.Equal(t, strconv.Itoa(lines-1), got[len(got)-1])
	}
}
