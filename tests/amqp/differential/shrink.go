package main

// shrink takes operations out of a sequence as long as the brokers still
// differ: first those behind the difference, then halves, quarters and so on.
// It gives the difference of what is left, or the one that was found if that
// does not stay when it is looked at with care.
func (b *brokers) shrink(s sequence, found *difference) *difference {
	s.operations = s.operations[:min(found.at+1, len(s.operations))]
	for size := max(1, len(s.operations)/2); size >= 1; size /= 2 {
		for at := 0; at < len(s.operations); {
			shorter := s
			shorter.operations = without(s.operations, at, size)
			d, err := b.compare(shorter, fast)
			if d == nil || err != nil {
				at += size
				continue
			}
			s = shorter
			s.operations = s.operations[:min(d.at+1, len(s.operations))]
		}
	}
	if d, err := b.compare(s, careful); d != nil && err == nil {
		return d
	}
	return found
}

func without(list []operation, at, n int) []operation {
	end := min(at+n, len(list))
	return append(append([]operation{}, list[:at]...), list[end:]...)
}
