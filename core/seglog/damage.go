package seglog

import (
	"errors"
	"io"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// Damage is a part of a segment in which there are no whole records although
// there should be some.
type Damage struct {
	File           string // name in the log's folder
	Offset, Length int64  // in bytes
	// Kept is the file with a copy of the bytes; "" if there is nothing to
	// copy, as the segment has lost its end, or the copy failed. Remove
	// refuses the segment until a Scan has made the copy.
	Kept string
}

// damages gathers the damage of one segment.
type damages struct {
	log     *Log
	id      uint32
	file    vfs.File
	list    []Damage
	notKept bool
}

// add notes that the bytes from one offset up to another are damaged, and sets
// them aside.
func (d *damages) add(from, to int64) {
	kept, err := setAside(d.log.fs, d.id, d.file, from, to)
	d.list = append(d.list, Damage{segmentName(d.id), from, to - from, kept})
	d.notKept = d.notKept || err != nil
	_ = d.log.look(d.id, func(s *segment) error { // removed by now: so be it
		s.notKept = d.notKept
		return nil
	})
}

// missing notes that the segment ends at size instead of at whole.
func (d *damages) missing(size, whole int64) {
	d.list = append(d.list, Damage{File: segmentName(d.id), Offset: size, Length: whole - size})
}

// setAside copies damaged bytes to a file of their own, unless an earlier scan
// has done so, and gives its name.
func setAside(fs vfs.FS, id uint32, file vfs.File, from, to int64) (name string, err error) {
	name = damagedName(id, from)
	if sizeOf(fs, name) == to-from {
		return name, nil
	}
	kept, err := replaceFile(fs, name, func(copied vfs.File) error {
		return copyBytes(copied, file, from, to)
	})
	if err != nil {
		return "", err
	}
	return name, kept.Close()
}

// sizeOf is the size of a file, -1 where there is none.
func sizeOf(fs vfs.FS, name string) int64 {
	file, err := fs.Open(name, vfs.ReadOnly)
	if err != nil {
		return -1
	}
	defer file.Close()
	size, err := file.Size()
	if err != nil {
		return -1
	}
	return size
}

// sectorSize is what a disk writes whole or not at all.
const sectorSize = 512

// hasLostSector tells whether damage, with a whole record behind it, may be a
// sector that did not reach the disk when the system died. A lost sector of
// appended bytes reads as zeros. It is so from the damaged record's beginning
// if it has an older version, as that ended where a record ended (retract sees
// to it), and up to the sector's end.
func hasLostSector(file vfs.File, from, to int64) (bool, error) {
	var sector [sectorSize]byte
	for from < to {
		end := (from/sectorSize + 1) * sectorSize
		if end > to {
			return false, nil // the next record begins in this sector: it was written
		}
		part := sector[:end-from]
		if _, err := file.ReadAt(part, from); err != nil && !errors.Is(err, io.EOF) {
			return false, fileError(err)
		}
		if isZero(part) {
			return true, nil
		}
		from = end
	}
	return false, nil
}

func isZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
