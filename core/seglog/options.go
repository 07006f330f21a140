package seglog

import "strconv"

// Options of Open. The zero value is good.
type Options struct {
	// SegmentSize is the size in bytes at which a segment ends: 16 MiB if 0,
	// at most 1 GiB. It may differ from one Open to the next.
	SegmentSize int64
	// MaxRecord is the largest payload in bytes: 256 MiB if 0, at most 1 GiB.
	// A record that is larger than a segment gets a segment of its own.
	MaxRecord int
}

const (
	defaultSegmentSize = 16 << 20
	defaultMaxRecord   = 256 << 20
	// maxSize keeps every offset within 32 bits, with room to spare for a
	// record at the end.
	maxSize = 1 << 30
)

func (o Options) withDefaults() Options {
	if o.SegmentSize == 0 {
		o.SegmentSize = defaultSegmentSize
	}
	if o.MaxRecord == 0 {
		o.MaxRecord = defaultMaxRecord
	}
	return o
}

func (o Options) validate() error {
	if o.SegmentSize < 0 || o.SegmentSize > maxSize {
		return ErrOptions.With(optionError("SegmentSize is " + strconv.FormatInt(o.SegmentSize, 10)))
	}
	if o.MaxRecord < 0 || o.MaxRecord > maxSize {
		return ErrOptions.With(optionError("MaxRecord is " + strconv.Itoa(o.MaxRecord)))
	}
	return nil
}

// optionError says what is wrong with the options.
type optionError string

func (e optionError) Error() string { return string(e) }
