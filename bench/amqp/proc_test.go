package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func readFile(dir, name string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, name)) }

// TestParseStat reads a line whose command's name has blanks and parentheses.
func TestParseStat(t *testing.T) {
	line := "4711 (a (b) c) S 4242 1 1 0 -1 4194560 1 2 3 4 70 30 9 9 20 0 1 0 1000 123456789 2048 18446744073709551615"
	s, ok := parseStat(line)
	require.True(t, ok)
	require.Equal(t, stat{pid: 4711, parent: 4242, ticks: 100, pages: 2048}, s)
	_, ok = parseStat("4711 (short) S 1")
	require.False(t, ok)
}

// TestProcessTree finds a grandchild's memory too.
func TestProcessTree(t *testing.T) {
	cmd := exec.Command("sh", "-c", "sleep 60 & echo; wait")
	out := must(cmd.StdoutPipe())
	p := must(spawn(cmd))
	defer func() { require.NoError(t, p.Kill()) }()
	_ = must(out.Read(make([]byte, 1))) // the grandchild is there
	tree := processTree(p.PID())
	require.Len(t, tree, 2)
	require.Equal(t, p.PID(), tree[1].parent)
	require.Positive(t, resident(p.PID()))
	self := must(os.FindProcess(tree[1].pid))
	require.NoError(t, self.Kill())
}

func TestQuantile(t *testing.T) {
	sample := make([]time.Duration, 1000)
	for i := range sample {
		sample[i] = time.Duration(1000 - i) // unsorted: latencies sorts
	}
	f := latencies(sample)
	require.InDelta(t, 501e-9, f[0].value, 1e-12)
	require.InDelta(t, 991e-9, f[1].value, 1e-12)
	require.InDelta(t, 1000e-9, f[2].value, 1e-12)
	require.Zero(t, quantile(nil, 0.5))
}
