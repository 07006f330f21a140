package seglog

import (
	"errors"
	"io"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/twelvefold/twelvefold/core/vfs"
)

// Place is where a record begins. Segments count from 1; the zero Place is
// nowhere.
type Place struct{ Segment, Offset uint32 }

// before tells whether p comes before q in the log.
func (p Place) before(q Place) bool {
	return p.Segment < q.Segment || p.Segment == q.Segment && p.Offset < q.Offset
}

// Log is an open log, safe for concurrent use. Use Open.
//
// Lock order: commitMu before mu before files.mu. mu is never held during I/O.
type Log struct {
	fs         vfs.FS
	lock       io.Closer // nil where the file system has no locks
	segmentMax int64
	recordMax  int
	files      files

	commitMu sync.Mutex
	writer   writer // guarded by commitMu

	synced atomic.Uint64

	mu       sync.Mutex
	memory   memory     // guarded by mu
	tail     Place      // guarded by mu: where the next byte goes
	end      uint64     // guarded by mu
	scratch  suffix     // guarded by mu
	segments []*segment // guarded by mu, as are they: by number
	closed   bool       // guarded by mu
}

// segment is what is known of one without looking.
type segment struct {
	id      uint32
	size    int64 // with what is staged
	sealed  bool
	notKept bool // damaged, and not all of the damage is set aside
}

// SegmentInfo describes a segment.
type SegmentInfo struct {
	ID   uint32
	Size int64 // in bytes, with what is only staged
	// Sealed says that the segment is complete and on the disk: it will not
	// change any more.
	Sealed bool
}

// Open opens the log in the root of fs, empty or with what was left there. It
// takes the folder's lock if fs is a vfs.Locker, lists the segments, and reads
// the last of them, to cut off what a crash has left half written.
//
// Errors are ErrOptions, ErrNoFiles, ErrLocked, ErrFormat, and ErrIO or
// ErrNoSpace with the cause. Damage is no error: Scan tells of it.
func Open(fs vfs.FS, o Options) (*Log, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	if fs == nil {
		return nil, ErrNoFiles
	}
	l := &Log{fs: fs, segmentMax: o.SegmentSize, recordMax: o.MaxRecord, files: newFiles(fs)}
	if err := l.takeLock(); err != nil {
		return nil, fileError(err)
	}
	if err := l.restore(); err != nil {
		l.writer.close()
		l.files.close()
		l.unlock()
		return nil, fileError(err)
	}
	return l, nil
}

func (l *Log) takeLock() error {
	locker, ok := l.fs.(vfs.Locker)
	if !ok {
		return nil
	}
	held, err := locker.Lock(lockName)
	if errors.Is(err, vfs.ErrUnsupported) { // a wrapper of something without locks
		return nil
	}
	l.lock = held
	return err
}

func (l *Log) unlock() {
	if l.lock != nil {
		l.lock.Close()
	}
}

// End is the position after all that was appended, in bytes since Open. It
// only grows.
func (l *Log) End() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.end
}

// Synced is the position up to which all is on the disk.
func (l *Log) Synced() uint64 { return l.synced.Load() }

// Dirty tells whether there is something that a Commit would write or sync.
func (l *Log) Dirty() bool { return l.End() != l.Synced() }

// Segments lists the segments, oldest first.
func (l *Log) Segments() []SegmentInfo {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := make([]SegmentInfo, len(l.segments))
	for i, s := range l.segments {
		list[i] = SegmentInfo{s.id, s.size, s.sealed}
	}
	return list
}

// Size is the size of all segments together in bytes, with what is staged and
// without their indexes.
func (l *Log) Size() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	total := int64(0)
	for _, s := range l.segments {
		total += s.size
	}
	return total
}

// segment finds one by its number: nil if there is none. The caller holds
// l.mu.
func (l *Log) segment(id uint32) *segment {
	i, found := slices.BinarySearchFunc(l.segments, id, func(s *segment, id uint32) int {
		return int(int64(s.id) - int64(id))
	})
	if !found {
		return nil
	}
	return l.segments[i]
}

// Close commits what is staged and closes the log, also where the commit
// failed: what was not on the disk by then is lost, and the error says so.
func (l *Log) Close() error {
	l.commitMu.Lock()
	defer l.commitMu.Unlock()
	err := l.flush(true)
	if errors.Is(err, ErrClosed) {
		return err
	}
	l.mu.Lock()
	l.closed = true
	clean := l.end == l.synced.Load()
	l.mu.Unlock()
	if clean {
		l.writer.writeClosingMark()
	}
	l.writer.close()
	l.files.close()
	l.unlock()
	return err
}
