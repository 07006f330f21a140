//go:build linux || darwin

package bitcask_test

import (
	"bufio"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// folderVariable makes TestMain the other process of a test: it opens the
// folder, writes, says so, and waits for its end.
const folderVariable = "BITCASK_TEST_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(folderVariable); dir != "" {
		if err := holdOpen(dir); err != nil {
			os.Stdout.WriteString(err.Error() + "\n")
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func holdOpen(dir string) error {
	fs, err := osfs.New(dir)
	if err != nil {
		return err
	}
	db, err := bitcask.Open(world.World{FS: fs}, bitcask.Options{})
	if err != nil {
		return err
	}
	if err := db.Put([]byte("from"), []byte("another process")); err != nil {
		return err
	}
	os.Stdout.WriteString("ready\n")
	_, err = os.Stdin.Read(make([]byte, 1)) // until killed, or told to go
	return err
}

func openFolder(t *testing.T, dir string, o bitcask.Options) (*bitcask.DB, error) {
	t.Helper()
	fs, err := osfs.New(dir)
	require.NoError(t, err)
	t.Cleanup(func() { fs.Close() })
	return bitcask.Open(world.World{FS: fs}, o)
}

func TestTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), folderVariable+"="+dir)
	in, err := other.StdinPipe()
	require.NoError(t, err)
	defer in.Close()
	out, err := other.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, other.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "ready\n", line)

	_, err = openFolder(t, dir, bitcask.Options{})
	assert.ErrorIs(t, err, bitcask.ErrLocked)
	reader, err := openFolder(t, dir, bitcask.Options{ReadOnly: true})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"from": "another process"}, contents(t, reader))
	require.NoError(t, reader.Close())

	require.NoError(t, other.Process.Kill()) // as kill -9: no Close, no unlock
	assert.Error(t, other.Wait())
	db, err := openFolder(t, dir, bitcask.Options{})
	require.NoError(t, err, "the system gave the dead process's lock back")
	assert.Equal(t, map[string]string{"from": "another process"}, contents(t, db))
	require.NoError(t, db.Close())
}
