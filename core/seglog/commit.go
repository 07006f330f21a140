package seglog

// Commit writes and syncs what was staged when it began: when it returns nil,
// Synced is at least what End was. Append goes on meanwhile; a second Commit
// waits.
//
// After an error nothing is lost: what was staged stays in memory, can be
// read, and is what the next Commit begins with. Synced says what is safe. The
// errors are ErrNoSpace, ErrIO and ErrClosed.
func (l *Log) Commit() error {
	l.commitMu.Lock()
	defer l.commitMu.Unlock()
	return l.flush(true)
}

// Flush is Commit without the sync of the last segment: what was staged
// survives the death of the process, but not that of the system. Until a
// Commit it stays in memory too, at most a segment of it.
func (l *Log) Flush() error {
	l.commitMu.Lock()
	defer l.commitMu.Unlock()
	return l.flush(false)
}

// flush takes what is staged and brings it to the files. The caller holds
// commitMu.
func (l *Log) flush(sync bool) error {
	chunks, err := l.take()
	if err != nil {
		return err
	}
	w := &l.writer
	if w.distrusted {
		if err := w.rewrite(chunks); err != nil {
			return fileError(err)
		}
		chunks = l.settle()
	}
	for len(chunks) > 0 {
		switch c := chunks[0]; {
		case c.written:
		case c.at.Segment != w.id:
			if err := l.nextSegment(c.at.Segment); err != nil {
				return fileError(err)
			}
			chunks = l.settle()
			continue
		default:
			if err := w.write(c); err != nil {
				l.settle()
				return fileError(err)
			}
		}
		chunks = chunks[1:]
	}
	if sync {
		if err := w.sync(); err != nil {
			return fileError(err)
		}
	} else {
		l.mu.Lock()
		l.memory.join()
		l.mu.Unlock()
	}
	l.settle()
	return nil
}

// take gives the chunks that are not on the disk, with those that are staged.
// Append begins a new one after it.
func (l *Log) take() ([]*chunk, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, ErrClosed
	}
	m := &l.memory
	for _, c := range m.chunks[m.taken:] {
		if !c.marked {
			continue
		}
		claim := uint32(0)
		if c.at.Segment == l.writer.id {
			claim = uint32(l.writer.synced)
		}
		l.scratch.putMark(c.data, c.at, claim)
	}
	m.taken, m.open = len(m.chunks), nil
	return m.chunks[:m.taken:m.taken], nil
}

// settle lets go of the chunks that are on the disk by now, says so in Synced,
// and gives the rest of those that were taken.
func (l *Log) settle() []*chunk {
	w := &l.writer
	l.mu.Lock()
	defer l.mu.Unlock()
	m := &l.memory
	position := l.synced.Load()
	for _, c := range m.chunks[:m.taken] {
		if !c.written || c.at.Segment > w.id || c.at.Segment == w.id && int64(c.next().Offset) > w.synced {
			break
		}
		position = c.end
	}
	m.release(position)
	l.synced.Store(position)
	return m.chunks[:m.taken:m.taken]
}

// nextSegment ends the segment that is being written and begins segment id. A
// segment is begun only after the one before it is whole on the disk: so the
// log has no gap after a crash, whatever order the disk writes in.
func (l *Log) nextSegment(id uint32) error {
	w := &l.writer
	if err := w.sync(); err != nil {
		return err
	}
	before := w.id
	if err := w.begin(id); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.segment(before); s != nil {
		s.sealed = true
	}
	return nil
}
