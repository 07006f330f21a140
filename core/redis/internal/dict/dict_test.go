package dict

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestModel makes random changes to a table and to a Go map, small and big.
func TestModel(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 0))
		var d Dict[int]
		model := map[string]int{}
		for step := range 5000 {
			key := strconv.Itoa(r.IntN(1 + r.IntN(300)))
			grow := step/500%2 == 0 // grows and shrinks in turns
			if r.IntN(4) == 0 != grow {
				_, had := model[key]
				require.Equal(t, !had, set(r, &d, key, step), "seed %d, step %d", seed, step)
				model[key] = step
			} else {
				want, had := model[key]
				got, ok := remove(r, &d, key)
				require.Equal(t, had, ok, "seed %d, step %d", seed, step)
				require.Equal(t, want, got)
				delete(model, key)
			}
			require.Equal(t, len(model), d.Len())
		}
		require.Equal(t, model, maps.Collect(d.All))
		clone := d.Clone()
		for key, want := range model {
			got, ok := d.Get(key)
			require.True(t, ok && got == want, "seed %d, key %s", seed, key)
			got, ok = clone.GetBytes([]byte(key))
			require.True(t, ok && got == want, "seed %d, key %s of the clone", seed, key)
		}
	}
}

func set(r *rand.Rand, d *Dict[int], key string, v int) bool {
	if r.IntN(2) == 0 {
		return d.Set(key, v)
	}
	return d.SetBytes([]byte(key), v)
}

func remove(r *rand.Rand, d *Dict[int], key string) (int, bool) {
	if r.IntN(2) == 0 {
		return d.Delete(key)
	}
	return d.DeleteBytes([]byte(key))
}

// TestScanMissesNothing scans in small steps while others add and remove keys,
// and requires every key that was there all the time.
func TestScanMissesNothing(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		var d Dict[struct{}]
		stay := 1 + r.IntN(100)
		for i := range stay {
			d.Set("stay"+strconv.Itoa(i), struct{}{})
			for range r.IntN(4) {
				d.Set("go"+strconv.Itoa(r.IntN(400)), struct{}{})
			}
		}
		seen := map[string]bool{}
		cursor := uint64(0)
		for calls := 0; ; calls++ {
			require.Less(t, calls, 10_000, "seed %d: the scan does not end", seed)
			cursor = d.Scan(cursor, 1+r.IntN(8), func(key string, _ struct{}) { seen[key] = true })
			if cursor == 0 {
				break
			}
			for range r.IntN(20) {
				if key := "go" + strconv.Itoa(r.IntN(400)); r.IntN(2+r.IntN(3)) == 0 {
					d.Set(key, struct{}{})
				} else {
					d.Delete(key)
				}
			}
		}
		for i := range stay {
			require.True(t, seen["stay"+strconv.Itoa(i)], "seed %d: stay%d was missed", seed, i)
		}
	}
}

func TestFewEntriesKeepTheirOrder(t *testing.T) {
	var d Dict[int]
	for _, key := range []string{"c", "a", "b", "d"} {
		d.Set(key, 0)
	}
	d.Delete("a")
	d.Set("c", 1)
	var keys []string
	for key := range d.All {
		keys = append(keys, key)
	}
	require.Equal(t, []string{"c", "b", "d"}, keys)
}

func TestMemoryIsGivenBack(t *testing.T) {
	var d Dict[int]
	for i := range 10_000 {
		d.Set(strconv.Itoa(i), i)
	}
	for i := range 9_990 {
		d.Delete(strconv.Itoa(i))
	}
	require.Less(t, cap(d.entries), 200)
	for i := 9_990; i < 10_000; i++ {
		v, ok := d.Get(strconv.Itoa(i))
		require.True(t, ok && v == i)
	}
}

func TestRandomIsFair(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var d Dict[int]
	_, _, ok := d.Random(r)
	require.False(t, ok)
	for i := range 10 {
		d.Set(strconv.Itoa(i), i)
	}
	hits := [10]int{}
	for range 10_000 {
		_, v, _ := d.Random(r)
		hits[v]++
	}
	for i, n := range hits {
		require.InDelta(t, 1000, n, 200, "entry %d", i)
	}
}

// FuzzDict takes each byte as an operation on a key and compares with a map.
func FuzzDict(f *testing.F) {
	f.Add([]byte{1, 2, 3, 130, 2, 200})
	f.Fuzz(func(t *testing.T, ops []byte) {
		var d Dict[int]
		model := map[string]int{}
		for i, op := range ops {
			key := fmt.Sprint(op & 0x7F)
			if op < 0x80 {
				d.Set(key, i)
				model[key] = i
			} else {
				d.Delete(key)
				delete(model, key)
			}
		}
		if !maps.Equal(model, maps.Collect(d.All)) {
			t.Fatalf("%v: got %v, want %v", ops, maps.Collect(d.All), model)
		}
	})
}

func BenchmarkGet(b *testing.B) {
	for _, n := range []int{8, 16, 17, 1000, 1_000_000} {
		var d Dict[int]
		keys := make([][]byte, n)
		for i := range n {
			keys[i] = []byte("key:" + strconv.Itoa(i))
			d.SetBytes(keys[i], i)
		}
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			i := 0
			for b.Loop() {
				d.GetBytes(keys[i])
				if i++; i == n {
					i = 0
				}
			}
		})
	}
}
