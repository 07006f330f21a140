package amqp_test

import (
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// seedsFor says which seeds a random test plays: as many as usual from 0 on, as
// many as the environment variable <variable>S says, or the one that <variable>
// names.
func seedsFor(t *testing.T, variable string, usual uint64) (first, count uint64) {
	t.Helper()
	count = usual
	if text := os.Getenv(variable + "S"); text != "" {
		count = seedNumber(t, variable+"S", text)
	}
	if text := os.Getenv(variable); text != "" {
		first, count = seedNumber(t, variable, text), 1
	}
	return first, count
}

func seedNumber(t *testing.T, variable, text string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, variable)
	return n
}
