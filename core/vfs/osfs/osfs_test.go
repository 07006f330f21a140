//go:build !js && !wasip1

package osfs_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
	"github.com/twelvefold/twelvefold/core/vfs/vfstest"
)

func newFS(t *testing.T, dir string) *osfs.FS {
	t.Helper()
	fs, err := osfs.New(dir)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, fs.Close()) })
	return fs
}

func TestConformance(t *testing.T) {
	vfstest.Run(t, func(t *testing.T) vfs.FS { return newFS(t, t.TempDir()) })
}

func TestNewMakesTheFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	newFS(t, dir)
	info, err := os.Stat(dir)
	require.NoError(t, err)
	assert.True(t, info.IsDir())

	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = osfs.New(file)
	assert.ErrorIs(t, err, vfs.ErrExist)
}

func TestSymbolicLinksDoNotLeadOut(t *testing.T) {
	outside, inside := t.TempDir(), t.TempDir()
	secret := filepath.Join(outside, "secret")
	require.NoError(t, os.WriteFile(secret, []byte("s"), 0o600))
	if err := os.Symlink(outside, filepath.Join(inside, "link")); err != nil {
		t.Skip("this system makes no symbolic links:", err)
	}
	require.NoError(t, os.Symlink(secret, filepath.Join(inside, "file")))

	fs := newFS(t, inside)
	for _, name := range []string{"link/secret", "file"} {
		_, err := fs.Open(name, vfs.ReadOnly)
		assert.ErrorIs(t, err, vfs.ErrInvalidName, "%q", name)
		_, err = fs.Open(name, vfs.Create|vfs.Trunc)
		assert.ErrorIs(t, err, vfs.ErrInvalidName, "%q", name)
	}
	assert.Error(t, fs.Remove("link/secret"))
	content, err := os.ReadFile(secret)
	require.NoError(t, err)
	assert.Equal(t, "s", string(content))
}

func TestErrorsNameNoAbsolutePath(t *testing.T) {
	dir := t.TempDir()
	_, err := newFS(t, dir).Open("missing", 0)
	require.ErrorIs(t, err, vfs.ErrNotExist)
	require.ErrorIs(t, err, os.ErrNotExist, "the system's own error is there too")
	assert.NotContains(t, err.Error(), dir)
	assert.Contains(t, err.Error(), "missing")
}

func TestTwoRootsShareALock(t *testing.T) {
	dir := t.TempDir()
	held, err := newFS(t, dir).Lock("l")
	require.NoError(t, err)
	_, err = newFS(t, dir).Lock("l")
	assert.ErrorIs(t, err, vfs.ErrBusy)
	assert.NoError(t, held.Close())
}

// TestFreeSpaceIsThatOfDf: others write to the disk meanwhile, so that half as
// much or twice as much will do: a wrong unit is wrong by eight at least.
func TestFreeSpaceIsThatOfDf(t *testing.T) {
	dir := t.TempDir()
	free, err := newFS(t, dir).FreeSpace()
	if errors.Is(err, vfs.ErrUnsupported) {
		t.Skip("free space is not asked on this system")
	}
	require.NoError(t, err)
	out, err := exec.CommandContext(t.Context(), "df", "-kP", dir).Output()
	if err != nil {
		t.Skip("there is no df here:", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	kilobytes, err := strconv.ParseInt(strings.Fields(lines[len(lines)-1])[3], 10, 64)
	require.NoError(t, err)
	require.Greater(t, free, kilobytes*1024/2)
	require.Less(t, free, kilobytes*1024*2)
}

func TestFreeSpaceOfAFolderThatIsGone(t *testing.T) {
	dir := t.TempDir()
	fs := newFS(t, dir)
	if _, err := fs.FreeSpace(); err != nil {
		t.Skip("free space is not asked on this system:", err)
	}
	require.NoError(t, os.Remove(dir))
	_, err := fs.FreeSpace()
	require.ErrorIs(t, err, vfs.ErrNotExist)
}
