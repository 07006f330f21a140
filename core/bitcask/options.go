package bitcask

import (
	"errors"
	"math"
	"time"
)

// Limits of the format.
const (
	maxKeySize   = math.MaxUint16                           // the key size field has 16 bits
	maxValueSize = math.MaxUint32 - headerSize - maxKeySize // a record's size must fit the hint's 32 bits
	defaultFile  = 2 << 30                                  // as in Riak: 2 GiB
	defaultValue = 512 << 20                                // as Redis limits strings: 512 MiB
)

// SyncPolicy says when writes are forced to the disk.
type SyncPolicy int

// The policies. The zero value is the one that loses nothing.
const (
	// SyncAlways returns from Put and Delete once the record is on the disk.
	// Writers that wait at the same time share one sync.
	SyncAlways SyncPolicy = iota
	// SyncInterval syncs from Tick every Options.SyncEvery: a power loss
	// takes at most the writes since.
	SyncInterval
	// SyncNone leaves it to Sync, Close and the operating system.
	SyncNone
)

var policyNames = [...]string{SyncAlways: "always", SyncInterval: "interval", SyncNone: "none"}

// String gives the policy's name: always, interval or none.
func (p SyncPolicy) String() string {
	if p < 0 || int(p) >= len(policyNames) {
		return "invalid"
	}
	return policyNames[p]
}

// ParseSyncPolicy reads a policy's name; "" is SyncAlways.
func ParseSyncPolicy(name string) (SyncPolicy, error) {
	if name == "" {
		return SyncAlways, nil
	}
	for p, n := range policyNames {
		if n == name {
			return SyncPolicy(p), nil
		}
	}
	return 0, ErrOptions.With(errors.New("sync is always, interval or none"))
}

// Options of Open. The zero value is useful: everything durable, Riak's file
// size, merging on.
type Options struct {
	// MaxFileSize is when a data file ends and a new one begins, in bytes.
	// 0 is 2 GiB. A record that is larger gets a file of its own.
	MaxFileSize int64
	// MaxKeySize and MaxValueSize are limits in bytes. 0 is what the format
	// allows for keys (65,535), and 512 MiB for values.
	MaxKeySize   int
	MaxValueSize int64
	// Sync is when writes reach the disk.
	Sync SyncPolicy
	// SyncEvery is the time between syncs of SyncInterval. 0 is one second.
	SyncEvery time.Duration
	// ReadOnly opens without the lock and changes no file. It sees what the
	// files hold at Open, also while another process writes.
	ReadOnly bool
	// Recover opens files with a corrupt record in their middle: what is
	// before it is kept, the rest of that file is not seen. Without it,
	// Open fails with a *CorruptionError.
	Recover bool
	// MergeDeadPercent and MergeDeadBytes start a merge in Tick when one
	// closed data file has so large a part, or so many bytes, of records
	// that no longer count. 0 is 60 percent and 512 MiB, as in Riak.
	MergeDeadPercent int
	MergeDeadBytes   int64
	// NoAutoMerge leaves merging to Merge.
	NoAutoMerge bool
}

// withDefaults fills in what is zero and checks the rest.
func (o Options) withDefaults() (Options, error) {
	orDefault(&o.MaxFileSize, defaultFile)
	orDefault(&o.MaxKeySize, maxKeySize)
	orDefault(&o.MaxValueSize, defaultValue)
	orDefault(&o.SyncEvery, time.Second)
	orDefault(&o.MergeDeadPercent, 60)
	orDefault(&o.MergeDeadBytes, 512<<20)
	switch {
	case o.MaxFileSize < 0:
		return o, ErrOptions.With(errors.New("max file size is negative"))
	case o.MaxKeySize < 0 || o.MaxKeySize > maxKeySize:
		return o, ErrOptions.With(errors.New("max key size is not within 1 to 65535"))
	case o.MaxValueSize < 0 || o.MaxValueSize > maxValueSize:
		return o, ErrOptions.With(errors.New("max value size is not within 1 to 4294901746"))
	case o.Sync < SyncAlways || o.Sync > SyncNone:
		return o, ErrOptions.With(errors.New("unknown sync policy"))
	case o.SyncEvery < 0:
		return o, ErrOptions.With(errors.New("the time between syncs is negative"))
	case o.MergeDeadPercent < 0 || o.MergeDeadPercent > 100:
		return o, ErrOptions.With(errors.New("merge dead percent is not within 1 to 100"))
	case o.MergeDeadBytes < 0:
		return o, ErrOptions.With(errors.New("merge dead bytes is negative"))
	}
	return o, nil
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
