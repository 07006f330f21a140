package redis

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever LCS finds is a subsequence of both, as long as the table says, and
// its runs spell it.
func TestLongestCommonSubsequenceOfRandomStrings(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	word := func() []byte {
		b := make([]byte, r.IntN(30))
		for i := range b {
			b[i] = byte('a' + r.IntN(3))
		}
		return b
	}
	for range 500 {
		a, b := word(), word()
		table := lcsTable(a, b)
		common, matches := table.walk(a, b)
		require.Len(t, common, int(table.at(len(a), len(b))), "seed %d", seed)
		var spelled []byte
		for i := len(matches) - 1; i >= 0; i-- {
			m := matches[i]
			run := a[m.A[0] : m.A[1]+1]
			require.Equal(t, run, b[m.B[0]:m.B[1]+1])
			require.Equal(t, len(run), m.Len())
			spelled = append(spelled, run...)
		}
		require.Equal(t, string(common), string(spelled), "seed %d", seed)
	}
}
