package vm

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

var update = flag.Bool("update", false, "write the golden files anew")

func parsed(t *testing.T, source string) *syntax.File {
	t.Helper()
	f, found := syntax.Parse("test.lox", source, syntax.Wide)
	require.Empty(t, found)
	return f
}

// testdata/*.lox are listed in the files of the same name.
func TestDisassemble(t *testing.T) {
	sources, err := filepath.Glob("testdata/*.lox")
	require.NoError(t, err)
	require.NotEmpty(t, sources)
	for _, path := range sources {
		source, err := os.ReadFile(path)
		require.NoError(t, err)
		listing := Disassemble(parsed(t, string(source))).Text()
		golden := strings.TrimSuffix(path, ".lox") + ".txt"
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(listing), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err, "go test -update writes it")
		assert.Equal(t, string(want), listing, path)
	}
}

// Each instruction has a name of its own and a place in the source; the
// program uses all but a few.
func TestDisassembleTable(t *testing.T) {
	names := map[string]op{}
	for o, f := range forms {
		require.NotEmpty(t, f.name, "%d", o)
		require.NotContains(t, names, f.name)
		names[f.name] = op(o)
	}
	source, err := os.ReadFile("testdata/every.lox")
	require.NoError(t, err)
	listing := Disassemble(parsed(t, string(source)))
	for _, f := range listing.Functions {
		for _, in := range f.Instructions {
			delete(names, in.Name)
			assert.LessOrEqual(t, in.Span.End, len(source))
			if in.Target >= 0 {
				assert.Less(t, in.Target, f.Instructions[len(f.Instructions)-1].Offset+1, "%s in %s", in, f.Name)
			}
		}
	}
	assert.Empty(t, names, "instructions that testdata/every.lox does not show")
}

// A long line and a long string are shown in part, however often.
func TestDisassembleLong(t *testing.T) {
	source := `print "` + strings.Repeat("é", 3000) + `";` + strings.Repeat("\n", 3)
	text := Disassemble(parsed(t, source)).Text()
	assert.Less(t, len(text), 400)
	assert.Contains(t, text, `é"...`)
}

// FuzzDisassemble lists whatever can be run: each jump leaps to an
// instruction.
func FuzzDisassemble(f *testing.F) {
	source, err := os.ReadFile("testdata/every.lox")
	require.NoError(f, err)
	f.Add(string(source))
	f.Fuzz(func(t *testing.T, source string) {
		file, found := syntax.Parse("fuzz", source, syntax.Wide)
		if len(found) > 0 {
			return
		}
		listing := Disassemble(file)
		for _, fn := range listing.Functions {
			starts := map[int]bool{-1: true}
			for _, in := range fn.Instructions {
				starts[in.Offset] = true
			}
			for _, in := range fn.Instructions {
				assert.True(t, starts[in.Target], "%s", in)
			}
		}
		assert.NotEmpty(t, listing.Text())
	})
}
