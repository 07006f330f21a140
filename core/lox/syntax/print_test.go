package syntax

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds text against a file in testdata.
func golden(t *testing.T, file, text string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "go test -update writes it")
	assert.Equal(t, string(want), text)
}

// everyNode has each kind of node, with and without its optional parts.
const everyNode = `// A comment.
class Base { init(n) { this.n = n; } }
class Child < Base {
  get() { return super.get; }
  none() { return; }
}
fun outer(a, b) {
  var local = 1.5;
  { var inner; fun f() { local = a; return inner; } f(b, "two\nlines"); }
  for (var i = 0; i < 10; i = i + 1) print -i;
  for (;;) if (!(a and b or nil)) print true; else print false;
  while (a == b) a.field.other = "é";
}
print outer;
`

func TestPrintText(t *testing.T) {
	f, found := Parse("test.lox", everyNode, Wide)
	require.Empty(t, found)
	golden(t, "every_node.txt", string(f.AppendText(nil)))
}

func TestPrintJSON(t *testing.T) {
	f, found := Parse("test.lox", everyNode, Wide)
	require.Empty(t, found)
	var tree any
	require.NoError(t, json.Unmarshal(f.AppendJSON(nil), &tree))
	indented, err := json.MarshalIndent(tree, "", " ")
	require.NoError(t, err)
	golden(t, "every_node.json", string(indented)+"\n")
}

// What is below a node is what reflection finds there: a new field is not
// forgotten.
func TestPrintWhole(t *testing.T) {
	f, _ := Parse("test.lox", everyNode, Wide)
	kinds := map[string]bool{}
	walk(f.Script, func(n Node) {
		d := describe(n)
		kinds[d.kind] = true
		var below []Node
		for _, p := range d.parts {
			if !p.isList {
				below = append(below, p.node)
			}
			below = append(below, p.list...)
		}
		assert.ElementsMatch(t, children(n), below, d.kind)
	})
	assert.NotContains(t, kinds, "")
	assert.Len(t, kinds, 12+10+4, "all kinds of expressions but Bad, of statements, and of functions but Plain twice: %v", kinds)
}

// A source with errors is printed as far as it was read.
func TestPrintBroken(t *testing.T) {
	f, found := Parse("test.lox", "print 1 +; var x", Wide)
	require.NotEmpty(t, found)
	assert.Equal(t, "Script\n  PrintStmt\n    expr: Binary +\n      left: Literal 1\n      right: Bad\n  VarDecl x (global)\n", string(f.AppendText(nil)))
}

// The deepest expressions that one can write print in proportion to them.
func TestPrintDeep(t *testing.T) {
	chain := strings.Repeat("()", MaxChain)
	for name, source := range map[string]string{
		"chain":  "f" + chain + ";",
		"groups": "print " + strings.Repeat("(", 300) + "1" + strings.Repeat(")", 300) + ";",
		"both":   strings.Repeat("(", 300) + "f" + chain + strings.Repeat(")", 300) + ";",
	} {
		f, found := Parse("test.lox", source, Wide)
		require.Empty(t, found, name)
		assert.Less(t, len(f.AppendText(nil)), 200*len(source)+1000, name)
		assert.Less(t, len(f.AppendJSON(nil)), 200*len(source)+1000, name)
	}
}

// FuzzPrint prints whatever can be read, errors or not, as JSON that is JSON.
func FuzzPrint(f *testing.F) {
	f.Add(everyNode)
	f.Add("class A < { init( } var x = (1 +; for (")
	f.Fuzz(func(t *testing.T, source string) {
		file, _ := Parse("fuzz", source, Wide)
		assert.True(t, json.Valid(file.AppendJSON(nil)))
		assert.NotEmpty(t, file.AppendText(nil))
	})
}
