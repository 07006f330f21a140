package door

import (
	"errors"
	"io"
	"time"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
)

// Bitcask is a store that a Python object owns.
type Bitcask struct {
	*bitcask.DB
	files vfs.FS
	stop  func()
}

type bitcaskOptions struct {
	Path             string `json:"path"` // "" keeps everything in memory
	MaxFileSize      int64  `json:"max_file_size"`
	MaxKeySize       int    `json:"max_key_size"`
	MaxValueSize     int64  `json:"max_value_size"`
	Sync             string `json:"sync"`
	SyncEvery        int64  `json:"sync_every_ms"`
	ReadOnly         bool   `json:"read_only"`
	Recover          bool   `json:"recover"`
	MergeDeadPercent int    `json:"merge_dead_percent"`
	MergeDeadBytes   int64  `json:"merge_dead_bytes"`
	NoAutoMerge      bool   `json:"no_auto_merge"`
	Clock            int64  `json:"clock"`
}

// OpenBitcask opens the store in a folder, making it if it is not there.
func OpenBitcask(options string) (*Bitcask, error) {
	var o bitcaskOptions
	if err := decode(options, &o); err != nil {
		return nil, err
	}
	w, c, err := openWorld(o.Clock)
	if err != nil {
		return nil, err
	}
	policy, err := bitcask.ParseSyncPolicy(o.Sync)
	if err != nil {
		return nil, err
	}
	if w.FS, err = openFiles(o.Path); err != nil {
		return nil, err
	}
	db, err := bitcask.Open(w, bitcask.Options{
		MaxFileSize: o.MaxFileSize, MaxKeySize: o.MaxKeySize, MaxValueSize: o.MaxValueSize,
		Sync: policy, SyncEvery: time.Duration(o.SyncEvery) * time.Millisecond,
		ReadOnly: o.ReadOnly, Recover: o.Recover,
		MergeDeadPercent: o.MergeDeadPercent, MergeDeadBytes: o.MergeDeadBytes,
		NoAutoMerge: o.NoAutoMerge,
	})
	if err != nil {
		return nil, errors.Join(err, closeFiles(w.FS))
	}
	return &Bitcask{DB: db, files: w.FS, stop: drive(db, c)}, nil
}

var errFolder = code.New(code.IO, "python: the folder can't be used")

func openFiles(path string) (vfs.FS, error) {
	if path == "" {
		return memfs.New(), nil
	}
	folder, err := osfs.New(path)
	if err != nil {
		return nil, errFolder.With(err)
	}
	return folder, nil
}

// closeFiles gives back what the folder holds open; memory holds nothing.
func closeFiles(fs vfs.FS) error {
	if folder, ok := fs.(io.Closer); ok {
		return folder.Close()
	}
	return nil
}

// Remove deletes key and tells whether it was there. A write of the same key
// beside it may come between the two.
func (b *Bitcask) Remove(key []byte) (bool, error) {
	had, err := b.Has(key)
	if err != nil {
		return false, err
	}
	return had, b.Delete(key)
}

// Statistics is the store's struct of numbers.
func (b *Bitcask) Statistics() any { return b.Stats() }

// Close syncs, gives the folder's lock back, and ends the background work.
func (b *Bitcask) Close() error {
	b.stop()
	return errors.Join(b.DB.Close(), closeFiles(b.files))
}
