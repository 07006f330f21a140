package seglog

// Scan gives f all whole records of a segment in their order, as far as they
// are in its file: what is only staged is left out. A payload is f's until f
// returns; an error of f ends the scan and is given back.
//
// Damaged bytes are stepped over, copied to a file of their own, and told of:
// nil means that the segment is whole. Each scan finds them again, as the
// segment keeps them too. The errors are ErrNotFound, ErrFormat, ErrIO and
// ErrClosed.
func (l *Log) Scan(id uint32, f func(at Place, kind byte, payload []byte) error) ([]Damage, error) {
	if err := l.look(id, nil); err != nil {
		return nil, err
	}
	file, err := l.open(id)
	if err != nil {
		return nil, err
	}
	defer l.files.put(file)
	size, err := file.Size()
	if err != nil {
		return nil, fileError(err)
	}
	if limit := l.inFile(id); limit >= 0 {
		size = min(size, limit)
	}
	found := damages{log: l, id: id, file: file}
	whole, err := l.finalSize(id)
	if err != nil {
		return nil, err
	}
	end := size
	if whole >= 0 {
		end = min(size, whole)
	}
	if err := scanRecords(newReader(file, id, end), &found, f); err != nil {
		return found.list, err
	}
	switch {
	case whole > size:
		found.missing(size, whole)
	case size > end:
		found.add(end, size)
	}
	return found.list, nil
}

func scanRecords(r *reader, found *damages, f func(Place, byte, []byte) error) error {
	for {
		next, err := r.next()
		if err != nil {
			return err
		}
		switch next.what {
		case theEnd:
			return nil
		case damaged:
			found.add(next.from, next.to)
		case record:
			if err := f(Place{r.id, uint32(next.from)}, next.kind, next.payload); err != nil {
				return err
			}
		}
	}
}

// look calls f, if it is not nil, with the segment, under l.mu.
func (l *Log) look(id uint32, f func(*segment) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return ErrClosed
	}
	s := l.segment(id)
	if s == nil {
		return ErrNotFound
	}
	if f == nil {
		return nil
	}
	return f(s)
}

// finalSize is the size of a sealed segment as the next one says it; -1 where
// that is not there, or does not say.
func (l *Log) finalSize(id uint32) (int64, error) {
	sealed := false
	err := l.look(id, func(s *segment) error {
		sealed = s.sealed && l.segment(id+1) != nil && l.tail != Place{Segment: id + 1}
		return nil
	})
	if err != nil || !sealed {
		return -1, err
	}
	next, err := l.open(id + 1)
	if err != nil {
		return -1, nil // removed, or it shows when that segment is scanned
	}
	defer l.files.put(next)
	var b [segmentHeaderSize]byte
	n, _ := next.ReadAt(b[:], 0) // an error shows when that segment is scanned
	previous, ok, _ := parseSegmentHeader(b[:n], id+1)
	if !ok {
		return -1, nil
	}
	return int64(previous), nil
}
