package crashfs_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/crashfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/vfs/vfstest"
)

func TestConformance(t *testing.T) {
	vfstest.Run(t, func(*testing.T) vfs.FS { return crashfs.New() })
}

// outcomes draws many crashes and gives the different contents of name,
// "(none)" where it is not there.
func outcomes(t *testing.T, disk *crashfs.FS, name string) map[string]int {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	got := map[string]int{}
	for range 400 {
		after := disk.Crash(r)
		f, err := after.Open(name, vfs.ReadOnly)
		if err != nil {
			require.ErrorIs(t, err, vfs.ErrNotExist)
			got["(none)"]++
			continue
		}
		size, err := f.Size()
		require.NoError(t, err)
		b := make([]byte, size)
		_, err = f.ReadAt(b, 0)
		require.NoError(t, err)
		got[string(b)]++
	}
	return got
}

func create(t *testing.T, fs vfs.FS, name, content string) vfs.File {
	t.Helper()
	f, err := fs.Open(name, vfs.Create)
	require.NoError(t, err)
	_, err = f.WriteAt([]byte(content), 0)
	require.NoError(t, err)
	return f
}

func TestSyncedStays(t *testing.T) {
	disk := crashfs.New()
	f := create(t, disk, "f", "synced")
	require.NoError(t, f.SyncData())
	require.NoError(t, disk.SyncDir(""))
	assert.Len(t, outcomes(t, disk, "f"), 1)
	assert.Contains(t, outcomes(t, disk, "f"), "synced")
}

func TestNamesNeedSyncDir(t *testing.T) {
	disk := crashfs.New()
	f := create(t, disk, "d/f", "x")
	require.NoError(t, f.Sync())
	require.NoError(t, disk.SyncDir(""), "another folder's sync does not help")
	got := outcomes(t, disk, "d/f")
	assert.Contains(t, got, "(none)")
	assert.Contains(t, got, "x")

	require.NoError(t, disk.SyncDir("d"))
	require.NoError(t, disk.Remove("d/f"))
	got = outcomes(t, disk, "d/f")
	assert.Contains(t, got, "(none)")
	assert.Contains(t, got, "x", "a removal gets lost too")
	require.NoError(t, disk.SyncDir("d"))
	assert.Equal(t, map[string]int{"(none)": 400}, outcomes(t, disk, "d/f"))
}

func TestUnsyncedWritesTearAtSectors(t *testing.T) {
	disk := crashfs.New()
	old, young := strings.Repeat("o", 1024), strings.Repeat("y", 1024)
	f := create(t, disk, "f", old)
	require.NoError(t, f.Sync())
	require.NoError(t, disk.SyncDir(""))
	_, err := f.WriteAt([]byte(young), 0)
	require.NoError(t, err)
	got := outcomes(t, disk, "f")
	assert.Len(t, got, 4, "two sectors, each old or young")
	assert.Contains(t, got, old[:512]+young[512:])
	assert.Contains(t, got, young[:512]+old[512:], "in any order")
}

func TestLostAppendsReadAsZerosOrAreMissing(t *testing.T) {
	disk := crashfs.New()
	f := create(t, disk, "f", "")
	require.NoError(t, disk.SyncDir(""))
	for i := range 3 {
		_, err := f.WriteAt(bytes.Repeat([]byte{'a' + byte(i)}, 512), int64(512*i))
		require.NoError(t, err)
	}
	zeros := strings.Repeat("\x00", 512)
	a, b, c := strings.Repeat("a", 512), strings.Repeat("b", 512), strings.Repeat("c", 512)
	got := outcomes(t, disk, "f")
	for _, want := range []string{"", a, a + b, a + b + c, a + zeros + c, zeros + b + c} {
		assert.Contains(t, got, want)
	}
}

func TestTruncationsGetLostToo(t *testing.T) {
	disk := crashfs.New()
	f := create(t, disk, "f", "long content")
	require.NoError(t, f.Sync())
	require.NoError(t, disk.SyncDir(""))
	require.NoError(t, f.Truncate(4))
	got := outcomes(t, disk, "f")
	assert.Contains(t, got, "long")
	assert.Contains(t, got, "long content")
}

func TestRenamesAreAtomic(t *testing.T) {
	disk := crashfs.New()
	require.NoError(t, create(t, disk, "f", "old").Sync())
	require.NoError(t, disk.SyncDir(""))
	require.NoError(t, create(t, disk, "f.new", "new").Sync())
	require.NoError(t, disk.Rename("f.new", "f"))
	got := outcomes(t, disk, "f")
	assert.Len(t, got, 2, "one or the other, and never missing")
	assert.Contains(t, got, "old")
	assert.Contains(t, got, "new")
}

func TestFromAndOnChange(t *testing.T) {
	disk := memfs.New()
	create(t, disk, "d/f", "x")
	fs := crashfs.From(disk)
	assert.Equal(t, map[string]int{"x": 400}, outcomes(t, fs, "d/f"), "what was there is synced")

	calls := 0
	fs.OnChange(func() { calls++; fs.Crash(rand.New(rand.NewPCG(1, 1))) })
	f, err := fs.Open("d/f", 0)
	require.NoError(t, err)
	assert.Zero(t, calls)
	_, err = f.WriteAt([]byte("y"), 0)
	require.NoError(t, err)
	require.NoError(t, f.Truncate(1))
	require.NoError(t, f.SyncData())
	require.NoError(t, fs.Rename("d/f", "d/g"))
	require.NoError(t, fs.SyncDir("d"))
	require.NoError(t, fs.Remove("d/g"))
	assert.Equal(t, 6, calls)
}

func TestOneSeedOneOutcome(t *testing.T) {
	disk := crashfs.New()
	for i := range 20 {
		create(t, disk, "f"+string(rune('a'+i)), strings.Repeat("x", 700*i))
	}
	for seed := range uint64(20) {
		assert.Equal(t, dump(t, disk, seed), dump(t, disk, seed))
	}
}

func dump(t *testing.T, disk *crashfs.FS, seed uint64) map[string]int64 {
	t.Helper()
	after := disk.Crash(rand.New(rand.NewPCG(seed, 0)))
	names, err := after.List("")
	require.NoError(t, err)
	sizes := map[string]int64{}
	for _, name := range names {
		f, err := after.Open(name, 0)
		require.NoError(t, err)
		sizes[name], err = f.Size()
		require.NoError(t, err)
	}
	return sizes
}

func TestCloneIsInTheSameSituation(t *testing.T) {
	disk := crashfs.New()
	f := create(t, disk, "f", "synced")
	require.NoError(t, f.Sync())
	require.NoError(t, disk.SyncDir(""))
	_, err := f.WriteAt([]byte("SYNCED"), 0)
	require.NoError(t, err)
	require.NoError(t, disk.Rename("f", "g"))

	clone := disk.Clone()
	assert.Equal(t, outcomes(t, disk, "f"), outcomes(t, clone, "f"))
	assert.Equal(t, outcomes(t, disk, "g"), outcomes(t, clone, "g"))
	g, err := clone.Open("g", 0)
	require.NoError(t, err)
	require.NoError(t, g.Sync())
	require.NoError(t, clone.SyncDir(""))
	assert.Equal(t, map[string]int{"SYNCED": 400}, outcomes(t, clone, "g"))
	assert.Len(t, outcomes(t, disk, "g"), 3, "old, new, or not there: the original has synced nothing")
}
