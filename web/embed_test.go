package web_test

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/web"
)

// With the page or without it, there is an index.html, and it says which.
func TestPlayground(t *testing.T) {
	files, built := web.Playground()
	index, err := fs.ReadFile(files, "index.html")
	require.NoError(t, err)
	if !built {
		require.Contains(t, string(index), "make build")
		return
	}
	require.Contains(t, string(index), `<script type="module"`)
	modules, err := fs.Glob(files, "assets/*.wasm")
	require.NoError(t, err)
	require.Len(t, modules, 1, "the page runs one module, and no other is shipped with it")
}
