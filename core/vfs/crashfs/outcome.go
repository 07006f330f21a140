package crashfs

import (
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
)

const sectorSize = 512

// survival says how many of a file's n unsynced changes a sector has seen
// (or, for sector -1, the file's size), and whether one change of names has
// been made.
type survival interface {
	changes(sector int64, n int) int
	name(i, n int) bool
}

// all keeps everything: the process died, the system did not.
type all struct{}

func (all) changes(_ int64, n int) int { return n }
func (all) name(int, int) bool         { return true }

var allChanges = all{}

// none keeps what was synced only.
type none struct{}

func (none) changes(int64, int) int { return 0 }
func (none) name(int, int) bool     { return false }

// prefix keeps a beginning of everything, each sector of the last change or
// not: an orderly system whose last write was torn.
type prefix struct {
	part float64
	rand *rand.Rand
}

func (p prefix) changes(_ int64, n int) int { return min(n, int(p.part*float64(n+1))+p.rand.IntN(2)) }
func (p prefix) name(i, n int) bool         { return float64(i) < p.part*float64(n+1) }

// anything lets each sector and each name have a fate of its own.
type anything struct{ rand *rand.Rand }

func (a anything) changes(_ int64, n int) int { return a.rand.IntN(n + 1) }
func (a anything) name(int, int) bool         { return a.rand.IntN(2) == 0 }

// Crash gives the disk after a power loss now: one of the possible outcomes,
// drawn with r. It does not change c, so that many outcomes of one moment can
// be tried.
func (c *FS) Crash(r *rand.Rand) *memfs.FS {
	c.mu.Lock()
	defer c.mu.Unlock()
	var fate survival
	switch r.IntN(5) {
	case 0:
		fate = all{}
	case 1:
		fate = none{}
	case 2:
		fate = prefix{r.Float64(), r}
	default:
		fate = anything{r}
	}
	names := maps.Clone(c.synced)
	for i, change := range c.renames {
		if fate.name(i, len(c.renames)) {
			change.apply(names)
		}
	}
	disk := memfs.New()
	for _, name := range slices.Sorted(maps.Keys(names)) { // sorted: a seed gives one outcome
		f, err := disk.Open(name, vfs.Create)
		if err != nil { // a file where another outcome has a folder: it lost
			continue
		}
		_, _ = f.WriteAt(names[name].after(fate), 0)
		f.Close()
	}
	return disk
}

// after gives a possible content of the file after a crash.
func (n *inode) after(fate survival) []byte {
	limits := map[int64]int{} // by sector: how many changes it has seen
	seen := func(sector int64, i int) bool {
		limit, drawn := limits[sector]
		if !drawn {
			limit = fate.changes(sector, len(n.pending))
			limits[sector] = limit
		}
		return i < limit
	}
	size := int64(len(n.synced))
	b := slices.Clone(n.synced)
	for i, c := range n.pending {
		if c.truncate {
			b = truncated(b, c.size, func(sector int64) bool { return seen(sector, i) })
		} else {
			b = written(b, c, func(sector int64) bool { return seen(sector, i) })
		}
		if seen(-1, i) {
			if c.truncate {
				size = c.size
			} else {
				size = max(size, c.offset+int64(len(c.data)))
			}
		}
	}
	return resized(b, size)
}

// written applies the sectors of a write that reached the disk.
func written(b []byte, c change, reached func(sector int64) bool) []byte {
	end := c.offset + int64(len(c.data))
	if int64(len(b)) < end {
		b = resized(b, end)
	}
	for at := c.offset; at < end; {
		next := min(end, (at/sectorSize+1)*sectorSize)
		if reached(at / sectorSize) {
			copy(b[at:next], c.data[at-c.offset:])
		}
		at = next
	}
	return b
}

// truncated zeroes the sectors that a truncation cut off and whose loss
// reached the disk. The length is settled at the end.
func truncated(b []byte, size int64, reached func(sector int64) bool) []byte {
	for at := size; at < int64(len(b)); {
		next := min(int64(len(b)), (at/sectorSize+1)*sectorSize)
		if reached(at / sectorSize) {
			clear(b[at:next])
		}
		at = next
	}
	return b
}

func resized(b []byte, size int64) []byte {
	if int64(len(b)) >= size {
		return b[:size]
	}
	return append(b, make([]byte, size-int64(len(b)))...)
}

// Clone gives a copy in the same situation, what is not synced included: the
// disk of a process that was killed while its system goes on. The listener
// and locks are not copied, and open files keep writing to c.
func (c *FS) Clone() *FS {
	c.mu.Lock()
	defer c.mu.Unlock()
	copies := map[*inode]*inode{}
	copyOf := func(n *inode) *inode {
		if n != nil && copies[n] == nil { // bytes are never changed in place: share them
			copies[n] = &inode{synced: n.synced, pending: slices.Clip(n.pending)}
		}
		return copies[n]
	}
	d := &FS{live: c.live.Clone(), names: map[string]*inode{}, synced: map[string]*inode{}}
	for name, n := range c.names {
		d.names[name] = copyOf(n)
	}
	for name, n := range c.synced {
		d.synced[name] = copyOf(n)
	}
	for _, r := range c.renames {
		d.renames = append(d.renames, nameChange{r.from, r.to, copyOf(r.node)})
	}
	return d
}
