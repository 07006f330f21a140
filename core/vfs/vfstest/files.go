package vfstest

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/vfs"
)

func testOpenFlags(t *testing.T, fs vfs.FS) {
	_, err := fs.Open("f", 0)
	assert.ErrorIs(t, err, vfs.ErrNotExist)
	_, err = fs.Open("f", vfs.Trunc)
	assert.ErrorIs(t, err, vfs.ErrNotExist)

	write(t, fs, "f", "content")
	_, err = fs.Open("f", vfs.Create|vfs.Excl)
	assert.ErrorIs(t, err, vfs.ErrExist)
	assert.Equal(t, "content", readName(t, fs, "f"), "a refused Open changes nothing")

	assert.Equal(t, "content", read(t, open(t, fs, "f", vfs.Create)))
	assert.Empty(t, read(t, open(t, fs, "f", vfs.Trunc)))
	open(t, fs, "deep/er/new", vfs.Create|vfs.Excl)
	assert.Empty(t, readName(t, fs, "deep/er/new"))
}

func testReadAndWrite(t *testing.T, fs vfs.FS) {
	f := open(t, fs, "f", vfs.Create)
	n, err := f.WriteAt([]byte("hello world"), 0)
	require.NoError(t, err)
	assert.Equal(t, 11, n)
	_, err = f.WriteAt([]byte("W"), 6)
	require.NoError(t, err)
	assert.Equal(t, "hello World", read(t, f))

	tests := []struct {
		off  int64
		size int
		want string
		err  error
	}{
		{0, 5, "hello", nil},
		{6, 5, "World", nil},
		{6, 6, "World", io.EOF},
		{11, 1, "", io.EOF},
		{99, 1, "", io.EOF},
		{0, 0, "", nil},
	}
	for _, test := range tests {
		b := make([]byte, test.size)
		n, err := f.ReadAt(b, test.off)
		assert.Equal(t, test.err, err, "%+v", test)
		assert.Equal(t, test.want, string(b[:n]), "%+v", test)
	}

	other := open(t, fs, "f", vfs.ReadOnly)
	_, err = f.WriteAt([]byte("!"), 11)
	require.NoError(t, err)
	assert.Equal(t, "hello World!", read(t, other), "all Files of a name see each write")
}

func testHoles(t *testing.T, fs vfs.FS) {
	f := open(t, fs, "f", vfs.Create)
	_, err := f.WriteAt([]byte("x"), 100_000)
	require.NoError(t, err)
	want := strings.Repeat("\x00", 100_000) + "x"
	assert.True(t, want == read(t, f), "a gap reads as zeros")
	_, err = f.WriteAt(nil, 200_000)
	require.NoError(t, err)
	size, err := f.Size()
	require.NoError(t, err)
	assert.EqualValues(t, 100_001, size, "writing nothing adds nothing")
}

func testLargeWrites(t *testing.T, fs vfs.FS) {
	f := open(t, fs, "f", vfs.Create)
	pattern := make([]byte, 300_001)
	for i := range pattern {
		pattern[i] = byte(i * 31 >> 3)
	}
	n, err := f.WriteAt(pattern, 12_345)
	require.NoError(t, err)
	assert.Equal(t, len(pattern), n)
	got := make([]byte, len(pattern))
	_, err = f.ReadAt(got, 12_345)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(pattern, got))
}

func testTruncate(t *testing.T, fs vfs.FS) {
	f := open(t, fs, "f", vfs.Create)
	_, err := f.WriteAt(bytes.Repeat([]byte("x"), 50_000), 0)
	require.NoError(t, err)
	require.NoError(t, f.Truncate(3))
	assert.Equal(t, "xxx", read(t, f))
	require.NoError(t, f.Truncate(6))
	assert.Equal(t, "xxx\x00\x00\x00", read(t, f), "what was cut off does not come back")
	require.NoError(t, f.Truncate(40_000))
	b := make([]byte, 10)
	_, err = f.ReadAt(b, 39_990)
	require.NoError(t, err)
	assert.Equal(t, make([]byte, 10), b)
	require.NoError(t, f.Truncate(0))
	assert.Empty(t, read(t, f))
}

func testReadOnly(t *testing.T, fs vfs.FS) {
	write(t, fs, "f", "content")
	f := open(t, fs, "f", vfs.ReadOnly)
	_, err := f.WriteAt([]byte("x"), 0)
	assert.ErrorIs(t, err, vfs.ErrReadOnly)
	assert.ErrorIs(t, f.Truncate(0), vfs.ErrReadOnly)
	_, err = fs.Open("f", vfs.ReadOnly|vfs.Trunc)
	assert.ErrorIs(t, err, vfs.ErrReadOnly)
	assert.Equal(t, "content", read(t, f))
}

func testClosed(t *testing.T, fs vfs.FS) {
	f := open(t, fs, "f", vfs.Create)
	require.NoError(t, f.Close())
	_, err := f.ReadAt(make([]byte, 1), 0)
	assert.ErrorIs(t, err, vfs.ErrClosed)
	_, err = f.WriteAt([]byte("x"), 0)
	assert.ErrorIs(t, err, vfs.ErrClosed)
	_, err = f.Size()
	assert.ErrorIs(t, err, vfs.ErrClosed)
	assert.ErrorIs(t, f.Truncate(0), vfs.ErrClosed)
	assert.ErrorIs(t, f.Sync(), vfs.ErrClosed)
	assert.ErrorIs(t, f.SyncData(), vfs.ErrClosed)
	assert.ErrorIs(t, f.Close(), vfs.ErrClosed)
}

func testNegativeNumbers(t *testing.T, fs vfs.FS) {
	f := open(t, fs, "f", vfs.Create)
	_, err := f.ReadAt(make([]byte, 1), -1)
	assert.Error(t, err)
	_, err = f.WriteAt([]byte("x"), -1)
	assert.ErrorIs(t, err, vfs.ErrIO)
	assert.ErrorIs(t, f.Truncate(-1), vfs.ErrIO)
	assert.Empty(t, read(t, f))
}

func testSync(t *testing.T, fs vfs.FS) {
	f := open(t, fs, "d/f", vfs.Create)
	_, err := f.WriteAt([]byte("x"), 0)
	require.NoError(t, err)
	assert.NoError(t, f.Sync())
	assert.NoError(t, f.SyncData())
	for _, dir := range []string{"", "d", "not/there"} {
		assert.NoError(t, fs.SyncDir(dir), "%q", dir)
	}
	assert.Equal(t, "x", read(t, f))
}

func testParallelReads(t *testing.T, fs vfs.FS) {
	f := open(t, fs, "f", vfs.Create)
	block := bytes.Repeat([]byte("0123456789abcdef"), 64)
	_, err := f.WriteAt(block, 0)
	require.NoError(t, err)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 50 {
				b := make([]byte, len(block))
				_, err := f.ReadAt(b, 0)
				assert.NoError(t, err)
				assert.True(t, bytes.Equal(block, b))
			}
		})
	}
	for i := range 50 { // beside the readers, behind what they read
		_, err := f.WriteAt(block, int64((i+1)*len(block)))
		assert.NoError(t, err)
	}
	readers.Wait()
}
