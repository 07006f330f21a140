package object

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// seeded gives a random source, and after a failure says how to have the same
// again.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if text := os.Getenv("LOX_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("replay: LOX_SEED=%d go test -run '^%s$' ./core/lox/object", seed, t.Name())
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}
