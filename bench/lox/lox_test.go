package main

import (
	"io"
	"math"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// extensions of the languages, with the engine in this module that reads them.
var extensions = map[string]string{
	"lox": whoFast, "lua": whoLua51, "js": whoGoja, "tengo": whoTengo, "star": whoStarlark, "py": "",
}

// Every program is there in every language, compiles, and no source lies there
// that nobody runs.
func TestProgramsAreWhole(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, unpack(dir))
	for _, p := range programs() {
		for ext, who := range extensions {
			source, err := os.ReadFile(sourceFile(dir, p.name, ext))
			require.NoError(t, err)
			if compile, ok := engines()[who]; ok {
				_, err := compile(string(source), io.Discard)
				assert.NoError(t, err, "%s on %s", p.name, who)
			}
		}
	}
	files, err := os.ReadDir(dir + "/programs")
	require.NoError(t, err)
	const empties = 3
	assert.Len(t, files, len(programs())*len(extensions)+empties)
}

func TestRunOnce(t *testing.T) {
	for who, source := range map[string]string{
		whoGoja: "console.log(1 + 2)", whoLua51: "print(1 + 2)", whoStarlark: "print(1 + 2)",
		whoTengo: `fmt := import("fmt"); fmt.println(1 + 2)`,
	} {
		got, err := runOnce(engines()[who], source)
		require.NoError(t, err, who)
		assert.Equal(t, "3\n", got.Output, who)
	}
	_, err := runOnce(engines()[whoLua51], "error('no')")
	assert.Error(t, err, "a program that fails has no time")
}

func TestSameLines(t *testing.T) {
	assert.True(t, sameLines("34\nab\n", "34.0\nab"))
	assert.False(t, sameLines("34\n", "35\n"))
	assert.False(t, sameLines("ab\n", "abc\n"))
	assert.False(t, sameLines("1\n2\n", "1\n"))
	assert.False(t, sameLines("1\n", "one\n"))
}

// sampled is a table in which everyone takes seconds, given as who: seconds.
func sampled(program string, seconds map[string]float64) (t table) {
	for who, s := range seconds {
		d := time.Duration(s * float64(time.Second))
		t.add(program, who, timing{Wall: d, CPU: d})
	}
	return t
}

func TestRatios(t *testing.T) {
	rows := append(sampled("fib", map[string]float64{whoFast: 2, whoLua51: 4}), sampled("zoo", map[string]float64{whoFast: 1, whoLua51: 8})...)
	mean, ok := rows.mean(wall, whoLua51)
	assert.True(t, ok)
	assert.InDelta(t, math.Sqrt(2*8), mean, 1e-9)
	_, ok = rows.mean(wall, whoGoja)
	assert.False(t, ok, "nobody measured goja")

	rows.add(emptyName, whoLua51, timing{Wall: time.Second})
	own, _ := rows.own(wall, "fib", whoLua51)
	assert.InDelta(t, 3, own, 1e-9, "less the empty program")
}

func TestMedian(t *testing.T) {
	assert.Equal(t, 2.0, median([]float64{9, 1, 2}))
	assert.Equal(t, 3.0, median([]float64{9, 1, 2, 4}))
}

func TestBars(t *testing.T) {
	r := result{
		Rows:     sampled("fib", map[string]float64{whoFast: 1, whoLua51: 2, whoGoja: 2, whoTengo: 0.5, whoLimits: 1.2}),
		Openings: []opening{{whoFast, 0.0005, 300 << 10}},
	}
	var got []string
	for _, v := range r.bars() {
		got = append(got, v.String())
	}
	assert.Equal(t, []string{
		"PASSED  at least 1.5 times as fast as gopher-lua, geometric mean: 2.00 times (2.00 in processor time)",
		"MISSED  at least 2.5 times as fast as goja, geometric mean: 2.00 times (2.00 in processor time)",
		"NOT MEASURED  at least 3 times as fast as tree, geometric mean",
		"MISSED  behind none of gopher-lua, goja, tengo, starlark-go on any one program: 2 of 3; fib: tengo takes 0.50 times as long as we do",
		"MISSED  at most 1.1 times as long in processor time under budget, memory cap, output limit and deadline, geometric mean: 1.2 times",
		"NOT MEASURED  at most 5 times as long when it runs in Node for the third time, geometric mean",
		"PASSED  an interpreter opened in less than 1ms: 500 µs",
		"MISSED  an idle interpreter below 200 KiB: 300 KiB, mean of 1000",
	}, got)
}
