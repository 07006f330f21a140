package tree_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// tight are limits that any program meets soon.
var tight = realm.Limits{Steps: 10_000, Memory: 1 << 20, Depth: 200, Output: 10 << 10}

// FuzzRun runs arbitrary programs within limits: none panics or goes on, each
// keeps the limits, and the engine runs another program afterwards.
func FuzzRun(f *testing.F) {
	seeds, err := filepath.Glob("../../../conformance/programs/lox/*/*.lox")
	require.NoError(f, err)
	for i, name := range seeds {
		if i%7 == 0 { // enough to begin from
			text, err := os.ReadFile(name)
			require.NoError(f, err)
			f.Add(string(text))
		}
	}
	f.Add(`class A < B { init(a) { super.init(a); this.a = a; } } var a = A(1); a.b = a.init; a.b(2).a;`)
	f.Add(`fun f(n) { var s = "x"; fun g() { s = s + s; return f(g); } return g() + n; } f(1);`)
	f.Fuzz(func(t *testing.T, text string) {
		file, found := syntax.Parse("fuzz.lox", text, syntax.Book)
		if len(found) > 0 {
			return
		}
		m := newMachine(tight)
		script, err := m.Load(file)
		require.NoError(t, err)
		m.realm.Meter.Start(nil)
		_, err = m.Call(script, nil)
		require.LessOrEqual(t, m.realm.Meter.Steps(), tight.Steps)
		require.LessOrEqual(t, m.realm.Output.Written(), tight.Output)
		require.Zero(t, m.realm.Meter.Depth)
		require.LessOrEqual(t, m.realm.Heap.Trace(), tight.Memory*9/8+len(text)*100, "the source's own strings are not limited")
		if err != nil {
			var failed *realm.Error
			require.ErrorAs(t, err, &failed)
			require.NotEqual(t, realm.Host, failed.Kind)
			require.NotEmpty(t, failed.Message)
			for _, frame := range failed.Trace {
				require.Positive(t, frame.Line())
			}
		}
		m.mustRun(t, "1 + 1;")
	})
}
