package lru

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestDeadlinesStayAHeap adds and removes at random and checks the order and
// the places after each step: a heap that is wrong somewhere below the top
// would tell the wrong next deadline only much later.
func TestDeadlinesStayAHeap(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 3))
		slots := make([]slot[int, int], 60)
		for i := range slots {
			slots[i].place = notQueued
		}
		var d deadlines[int, int]
		for range 200 {
			s := uint32(r.IntN(len(slots)))
			if slots[s].place == notQueued {
				slots[s].deadline = int64(r.IntN(1000))
				d.add(slots, s)
			} else {
				d.remove(slots, s)
			}
			for i, s := range d.heap {
				require.Equal(t, int32(i), slots[s].place, "seed %d", seed)
				require.LessOrEqual(t, slots[d.heap[max(0, i-1)/2]].deadline, slots[s].deadline, "seed %d", seed)
			}
			for i := range slots {
				queued := slices.Contains(d.heap, uint32(i))
				require.Equal(t, queued, slots[i].place != notQueued, "seed %d", seed)
			}
		}
	}
}
