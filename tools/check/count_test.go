package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCountGo(t *testing.T) {
	output := []byte(`{"Action":"output","Package":"r","Output":"PASS\n"}
{"Action":"output","Package":"r","Output":"ok  \tr\t0.5s\n"}
{"Action":"pass","Package":"r"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:3: wrong\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p","Test":"TestB/sub"}
{"Action":"output","Package":"p","Test":"TestC","Output":"    a_test.go:9: skipped: no redis-server\n"}
{"Action":"skip","Package":"p","Test":"TestC"}
{"Action":"fail","Package":"p"}
{"Action":"fail","Package":"q"}
`)
	got := countGo(output)
	require.Equal(t, "2 passed, 2 failed, 1 skipped", got.String(), "q did not build: that is a failure too")
	require.Equal(t, []string{"a_test.go:9: skipped: no redis-server (TestC)"}, got.skips)
	require.Equal(t, "    a_test.go:3: wrong\nok  \tr\t0.5s\n", string(readable(output)), "failures come first")
}

func TestCountSummary(t *testing.T) {
	for output, want := range map[string]string{
		"======= 12 passed, 1 skipped in 0.30s =======":        "12 passed, 0 failed, 1 skipped",
		"1 failed, 2 passed, 1 error in 2s":                    "2 passed, 2 failed",
		" Test Files  1 passed (1)\n      Tests  7 passed (7)": "7 passed, 0 failed",
		"\x1b[32m3 passed\x1b[0m, 0 failed":                    "3 passed, 0 failed",
		"nothing":                                              "0 passed, 0 failed",
	} {
		require.Equal(t, want, countSummary([]byte(output)).String(), output)
	}
}

func TestStepTellsTheTruth(t *testing.T) {
	for _, tc := range []struct {
		name, script string
		count        func([]byte) tally
		want         string
		ok           bool
	}{
		{"plain success", "true", nil, "1 passed, 0 failed", true},
		{"plain failure", "false; true", nil, "0 passed, 1 failed", false},
		{"counted", "echo 3 passed", countSummary, "3 passed, 0 failed", true},
		{"failed without a count", "echo 3 passed; exit 1", countSummary, "3 passed, 1 failed", false},
		{"no test ran", "echo all is well", countSummary, "0 passed, 1 failed", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, _, ok := step{script: tc.script, count: tc.count}.run()
			require.Equal(t, tc.want, got.String())
			require.Equal(t, tc.ok, ok)
		})
	}
}

func TestTestIncludesCheck(t *testing.T) {
	all, err := choose([]string{phaseTest})
	require.NoError(t, err)
	require.Len(t, all, len(steps))
	_, err = choose([]string{"no-such-step"})
	require.ErrorContains(t, err, "no-such-step")
}
