package bitcask

import (
	"errors"
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// The files of a database are numbered in the order of their records:
// "7.bitcask.data", and beside it "7.bitcask.hint". Riak takes the numbers
// from a counter too (in its first versions they were the time).
const (
	dataSuffix  = ".bitcask.data"
	hintSuffix  = ".bitcask.hint"
	mergeSuffix = dataSuffix + ".merge" // a merge's output before it takes its place; Riak overlooks it
	lockName    = "bitcask.write.lock"
)

func dataName(file uint32) string  { return strconv.FormatUint(uint64(file), 10) + dataSuffix }
func hintName(file uint32) string  { return strconv.FormatUint(uint64(file), 10) + hintSuffix }
func mergeName(file uint32) string { return strconv.FormatUint(uint64(file), 10) + mergeSuffix }

// fileNumber reads the number out of a name with the given suffix.
func fileNumber(name, suffix string) (uint32, bool) {
	digits, ok := strings.CutSuffix(name, suffix)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || strconv.FormatUint(n, 10) != digits { // "007" would be a second name of 7
		return 0, false
	}
	return uint32(n), true
}

// removeIfThere removes a file and has its removal on the disk, or does
// nothing if there is no such file.
func removeIfThere(fs vfs.FS, name string) error {
	err := fs.Remove(name)
	if errors.Is(err, vfs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return fs.SyncDir("")
}
