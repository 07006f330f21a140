package bitcask

import (
	"encoding/binary"
	"hash/crc32"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// A record of a hint file says where a record of the data file is, so that
// opening need not read the values (basho/bitcask, src/bitcask_fileops.erl,
// hintfile_entry/5):
//
//	0   tstamp     32 bits
//	4   key size   16 bits
//	6   total size 32 bits, of the record in the data file
//	10  tombstone   1 bit, set for deletions
//	    offset     63 bits, in the data file
//	18  key
//
// The last record has no key, tstamp 0, the largest offset, and in place of
// the size the CRC-32 of all records before it. A hint file without it was
// not finished and does not count.
const (
	hintHeaderSize = 18
	hintEndOffset  = 1<<63 - 1
	tombstoneBit   = 1 << 63
	hintBuffer     = 64 << 10 // bytes gathered per write
)

// location is a record's place and kind, as the hints have it.
type location struct {
	offset    int64
	size      uint32
	tstamp    uint32
	tombstone bool
}

func appendHint(b []byte, key []byte, l location) []byte {
	place := uint64(l.offset)
	if l.tombstone {
		place |= tombstoneBit
	}
	b = binary.BigEndian.AppendUint32(b, l.tstamp)
	b = binary.BigEndian.AppendUint16(b, uint16(len(key)))
	b = binary.BigEndian.AppendUint32(b, l.size)
	b = binary.BigEndian.AppendUint64(b, place)
	return append(b, key...)
}

func appendHintEnd(b []byte, crc uint32) []byte {
	return appendHint(b, nil, location{offset: hintEndOffset, size: crc})
}

// parseHint reads the fixed part of a hint record.
func parseHint(b []byte) (l location, keySize int) {
	place := binary.BigEndian.Uint64(b[10:])
	return location{
		offset:    int64(place &^ tombstoneBit),
		size:      binary.BigEndian.Uint32(b[6:]),
		tstamp:    binary.BigEndian.Uint32(b),
		tombstone: place&tombstoneBit != 0,
	}, int(binary.BigEndian.Uint16(b[4:]))
}

// isHintEnd tells the closing record; its size is the checksum. Riak ignores
// the tombstone bit in it, and so do we.
func isHintEnd(l location, keySize int) bool {
	return keySize == 0 && l.tstamp == 0 && l.offset == hintEndOffset
}

// hintWriter writes the hint file of one data file, alongside it. A hint file
// is a shortcut: where writing it fails, it is given up and removed, and no
// caller's write fails for it. A nil *hintWriter writes nothing.
type hintWriter struct {
	fs     vfs.FS
	name   string
	file   vfs.File // nil until the first bytes are written
	buf    []byte
	offset int64
	crc    uint32
	failed bool
}

func newHintWriter(fs vfs.FS, file uint32) *hintWriter {
	return &hintWriter{fs: fs, name: hintName(file)}
}

// add notes one record of the data file.
func (w *hintWriter) add(key []byte, l location) {
	if w == nil || w.failed {
		return
	}
	w.buf = appendHint(w.buf, key, l)
	if len(w.buf) >= hintBuffer {
		w.flush()
	}
}

func (w *hintWriter) flush() {
	if w.failed {
		return
	}
	var err error
	if w.file == nil {
		w.file, err = w.fs.Open(w.name, vfs.Create|vfs.Trunc)
	}
	if err == nil {
		_, err = w.file.WriteAt(w.buf, w.offset)
	}
	if err != nil {
		w.discard()
		return
	}
	w.crc = crc32.Update(w.crc, crc32.IEEETable, w.buf)
	w.offset += int64(len(w.buf))
	w.buf = w.buf[:0]
}

// finish closes the hint file with its checksum. The data file must be synced
// before: a finished hint file vouches for every record it names.
func (w *hintWriter) finish() {
	if w == nil {
		return
	}
	w.flush() // also where there is nothing: then it says that nothing counts
	if w.failed {
		return
	}
	w.buf = appendHintEnd(w.buf[:0], w.crc)
	_, err := w.file.WriteAt(w.buf, w.offset)
	if err == nil {
		err = w.file.Sync()
	}
	if err == nil {
		err = w.fs.SyncDir("")
	}
	if err != nil {
		w.discard()
		return
	}
	w.file.Close()
	w.file, w.failed = nil, true // nothing more to write
}

// discard gives the hint file up.
func (w *hintWriter) discard() {
	if w == nil || w.failed {
		return
	}
	w.failed = true
	if w.file != nil {
		w.file.Close()
		w.fs.Remove(w.name) // left over without its end, it does not count either
		w.file = nil
	}
}
