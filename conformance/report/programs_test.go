package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLoxPrograms(t *testing.T) {
	table, failed := loxPrograms(map[string]map[string]string{
		"go":        {"tree a": "passed", "fast a": "passed", "fast b": "failed: x"},
		"rest":      {"tree a": "passed", "fast a": "n/a: clock", "fast b": "passed"},
		"python":    {"tree a": "passed", "fast a": "passed"},
		"wasm-node": {"tree a": "passed", "fast a": "passed", "fast b": "passed"},
	})
	require.Equal(t, "| engine | go | rest | python | wasm-node |\n|---|---|---|---|---|\n"+
		"| tree | 1 / 0 / 0 | 1 / 0 / 0 | 1 / 0 / 0 | 1 / 0 / 0 |\n"+
		"| fast | 1 / 0 / 1 | 1 / 1 / 0 | 1 / 0 / 1 | 2 / 0 / 0 |\n", table)
	require.Equal(t, 2, failed)
}
