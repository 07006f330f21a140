package amqp

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// randomEntry comes after e in a queue: as the log and its compaction, limits
// and returns make them.
func randomEntry(r *rand.Rand, e entry) entry {
	e.msg = nil
	e.seq += 1 + uint64(max(r.IntN(20)-18, 0)*r.IntN(1000))
	e.at.Offset += 1090
	switch r.IntN(12) {
	case 0: // compaction has moved it
		e.at = place{Segment: r.Uint32(), Offset: r.Uint32()}
	case 1:
		e.at = place{}
	case 2:
		e.size, e.share = r.Uint32(), r.Uint32()
	case 3:
		e.expires = r.Int64()
	case 4:
		e.count, e.flags, e.priority = r.Uint32N(5), entryFlags(r.Uint32N(8)), uint8(r.Uint32N(256))
	}
	return e
}

func TestPackedEntriesComeBack(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		entries := make([]entry, 1+r.IntN(300))
		var last entry
		for i := range entries {
			last = randomEntry(r, last)
			entries[i] = last
		}
		packed := pack(nil, entries)
		got := make([]entry, len(entries))
		unpack(packed, got)
		require.Equal(t, entries, got)
	}
}

// A backlog of messages of one size, in a log that nothing else goes into.
func TestPackedEntriesAreSmall(t *testing.T) {
	entries := make([]entry, blockSize)
	for i := range entries {
		entries[i] = entry{seq: uint64(i) + 1_000_000, at: place{Segment: 7, Offset: uint32(i) * 1090}, size: 1024, share: 1088, flags: stored}
	}
	require.Less(t, len(pack(nil, entries)), 2*blockSize)
}

// A ring does what a slice does, whatever of it lies packed.
func TestRingIsASlice(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for round := range 6 {
		var line ring
		var model []entry
		var last entry
		inMemory := round % 2 * 10 // in a hundred
		for range 10_000 {
			switch n := r.IntN(100); {
			case n < 60:
				last = randomEntry(r, last)
				if r.IntN(100) < inMemory {
					last.msg = &Message{}
				}
				line.push(last)
				model = append(model, last)
			case n < 80 && len(model) > 0:
				require.Equal(t, model[0], line.pop())
				model = model[1:]
			case n < 90 && len(model) > 0:
				i := r.IntN(len(model))
				require.Equal(t, model[i], *line.at(i))
				line.at(i).at, line.at(i).msg = place{Segment: 9, Offset: 9}, nil
				model[i].at, model[i].msg = place{Segment: 9, Offset: 9}, nil
			case n < 99 && len(model) > 0:
				seq := model[0].seq + r.Uint64N(last.seq-model[0].seq+3) - 1
				i, found := slices.BinarySearchFunc(model, seq, func(e entry, seq uint64) int { return int(int64(e.seq) - int64(seq)) })
				require.Equal(t, i, line.search(seq))
				if e := line.find(seq); found {
					require.Equal(t, model[i], *e)
				} else {
					require.Nil(t, e)
				}
				line.trim()
				require.LessOrEqual(t, len(line.opened), openMost)
			}
			require.Equal(t, len(model), line.n)
		}
		var all []entry
		line.each(func(e *entry) bool { all = append(all, *e); return true })
		require.Equal(t, model, all)
		packed := slices.IndexFunc(line.blocks, func(b *block) bool { return b.packed != nil })
		require.True(t, packed >= 0 || inMemory > 0, "none of %d blocks is packed", len(line.blocks))
	}
}

func BenchmarkPack(b *testing.B) {
	entries := make([]entry, blockSize)
	for i := range entries {
		entries[i] = entry{seq: uint64(i) + 1_000_000, at: place{Segment: 7, Offset: uint32(i) * 1090}, size: 1024, share: 1088, flags: stored}
	}
	var packed []byte
	b.ReportAllocs()
	for b.Loop() {
		packed = pack(packed[:0], entries)
		unpack(packed, entries)
	}
	b.ReportMetric(float64(len(packed))/blockSize, "B/entry")
}
