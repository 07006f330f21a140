package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
)

// A mutant is its seed's alone, or no failure could be replayed.
func TestMutant(t *testing.T) {
	sources := []string{"print 1 + 2; // expect: 3\n", `{ var a = "b"; print a; }`}
	different := map[string]bool{}
	for seed := range uint64(100) {
		m := mutant(seed, sources)
		assert.Equal(t, m, mutant(seed, sources))
		assert.NotContains(t, m, "expect")
		different[m] = true
	}
	assert.Greater(t, len(different), 50)
}

// Without clox at hand, the engines are held against each other.
func TestEnginesAgree(t *testing.T) {
	b, err := newBench("")
	require.NoError(t, err)
	compiled := 0
	for seed := range uint64(2000) {
		source := mutant(seed, b.sources)
		tree, ok := run(lox.Tree, source)
		fast, alsoOK := run(lox.Fast, source)
		require.Equal(t, ok, alsoOK, "seed %d\n%s", seed, source)
		require.Equal(t, tree, fast, "seed %d\n%s", seed, source)
		if tree.Exit != 65 {
			compiled++
		}
	}
	assert.Greater(t, compiled, 300, "most mutants are no programs")
}
