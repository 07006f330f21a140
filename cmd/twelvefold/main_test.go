package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The exit code is the one that a command asks for.
func TestExecute(t *testing.T) {
	for code, args := range map[int][]string{
		0:  {"engines"},
		1:  {"no-such-command"},
		64: {"lox", "run"},
		74: {"lox", "run", filepath.Join(t.TempDir(), "missing.lox")},
	} {
		assert.Equal(t, code, execute(t.Context(), args), "%v", args)
	}
}
