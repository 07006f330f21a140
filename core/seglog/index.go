package seglog

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// WriteIndex keeps data beside a sealed segment, in place of what was kept
// there before: whatever lets the owner do without a Scan. It is on the disk
// when WriteIndex returns. The errors are ErrNotFound, ErrNotSealed,
// ErrNoSpace, ErrIO and ErrClosed.
func (l *Log) WriteIndex(id uint32, data []byte) error {
	size, err := l.sealedSize(id)
	if err != nil {
		return err
	}
	file, err := replaceFile(l.fs, indexName(id), func(to vfs.File) error {
		header := appendIndexHeader(make([]byte, 0, indexHeaderSize), id, uint32(size), data)
		if _, err := to.WriteAt(header, 0); err != nil {
			return err
		}
		_, err := to.WriteAt(data, indexHeaderSize)
		return err
	})
	if err != nil {
		return fileError(err)
	}
	return fileError(file.Close())
}

// ReadIndex gives what WriteIndex has kept. ok is false where there is nothing
// of use: no index, a damaged one, or one of another state of the segment. The
// errors are ErrNotFound, ErrIO and ErrClosed.
func (l *Log) ReadIndex(id uint32) (data []byte, ok bool, err error) {
	size, err := l.sealedSize(id)
	if errors.Is(err, ErrNotSealed) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	file, err := l.fs.Open(indexName(id), vfs.ReadOnly)
	if errors.Is(err, vfs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fileError(err)
	}
	defer file.Close()
	length, err := file.Size()
	if err != nil {
		return nil, false, fileError(err)
	}
	b := make([]byte, length)
	if _, err := file.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, false, fileError(err)
	}
	if len(b) < indexHeaderSize {
		return nil, false, nil
	}
	data = b[indexHeaderSize:]
	header := appendIndexHeader(nil, id, uint32(size), data)
	return data, string(header) == string(b[:indexHeaderSize]), nil
}

// sealedSize gives the size of a sealed segment.
func (l *Log) sealedSize(id uint32) (size int64, err error) {
	err = l.look(id, func(s *segment) error {
		size = s.size
		if !s.sealed {
			return ErrNotSealed
		}
		return nil
	})
	return size, err
}

// appendIndexHeader begins the index of segment id. size is the segment's.
func appendIndexHeader(b []byte, id, size uint32, data []byte) []byte {
	b = append(b, indexMagic...)
	b = binary.BigEndian.AppendUint16(b, formatNumber)
	b = binary.BigEndian.AppendUint16(b, 0) // reserved
	b = binary.BigEndian.AppendUint32(b, id)
	b = binary.BigEndian.AppendUint32(b, size)
	sum := crc32.Update(crc32.Checksum(b, castagnoli), castagnoli, data)
	return binary.BigEndian.AppendUint32(b, sum)
}
