package amqp

import (
	"cmp"
	"time"

	"github.com/twelvefold/twelvefold/core/code"
)

// Options of a DB. The zero value is RabbitMQ's own defaults, on the world's
// files.
type Options struct {
	// InMemory keeps nothing on disk: durable queues then last as long as the
	// DB, and a confirm promises no more than that.
	InMemory bool
	// MaxMessageSize is the most bytes that a body may have; 0 means 128 MiB
	// (max_message_size).
	MaxMessageSize int
	// MemoryLimit is how many bytes of message bodies may lie in memory
	// before those that are on disk are dropped from it; 0 means 64 MiB, or
	// half of MemoryAlarm where that is less.
	MemoryLimit int64
	// MemoryAlarm is how many bytes of messages in memory block publishers
	// (vm_memory_high_watermark); 0 means 1 GiB.
	MemoryAlarm int64
	// DiskFreeLimit is how many bytes must be left on the disk for publishers
	// not to be blocked (disk_free_limit), where the file system can tell
	// (vfs.FreeSpacer); 0 means 50,000,000, negative never.
	DiskFreeLimit int64
	// SegmentSize of the log in bytes; 0 means 16 MiB.
	SegmentSize int64
	// User and Password of the account that a new broker starts with; empty
	// means guest and guest.
	User, Password string
	// ConsumerTimeout closes a channel that has not acknowledged a delivery
	// for so long; 0 means 30 minutes, negative never (consumer_timeout).
	ConsumerTimeout time.Duration
	// MaxQueues and MaxExchanges bound a virtual host, MaxBindings an
	// exchange, MaxConsumers a channel; 0 means 100,000, 100,000, 1,000,000
	// and 10,000.
	MaxQueues, MaxExchanges, MaxBindings, MaxConsumers int
}

const (
	defaultMaxMessageSize  = 128 << 20
	defaultMemoryLimit     = 64 << 20
	defaultMemoryAlarm     = 1 << 30
	defaultDiskFreeLimit   = 50_000_000
	defaultSegmentSize     = 16 << 20
	defaultConsumerTimeout = 30 * time.Minute
	defaultMaxQueues       = 100_000
	defaultMaxExchanges    = 100_000
	defaultMaxBindings     = 1_000_000
	defaultMaxConsumers    = 10_000
)

// MaxMessageSizeLimit is the most that Options.MaxMessageSize may be, in bytes:
// RabbitMQ accepts no larger setting either.
const MaxMessageSizeLimit = 512 << 20

func (o Options) withDefaults() Options {
	o.MaxMessageSize = cmp.Or(o.MaxMessageSize, defaultMaxMessageSize)
	o.MemoryAlarm = cmp.Or(o.MemoryAlarm, defaultMemoryAlarm)
	o.MemoryLimit = cmp.Or(o.MemoryLimit, min(defaultMemoryLimit, o.MemoryAlarm/2))
	o.DiskFreeLimit = cmp.Or(o.DiskFreeLimit, defaultDiskFreeLimit)
	o.SegmentSize = cmp.Or(o.SegmentSize, defaultSegmentSize)
	o.ConsumerTimeout = cmp.Or(o.ConsumerTimeout, defaultConsumerTimeout)
	o.MaxQueues = cmp.Or(o.MaxQueues, defaultMaxQueues)
	o.MaxExchanges = cmp.Or(o.MaxExchanges, defaultMaxExchanges)
	o.MaxBindings = cmp.Or(o.MaxBindings, defaultMaxBindings)
	o.MaxConsumers = cmp.Or(o.MaxConsumers, defaultMaxConsumers)
	if o.User == "" {
		o.User, o.Password = "guest", "guest"
	}
	return o
}

func (o Options) validate() error {
	if o.MaxMessageSize < 1 || o.MaxMessageSize > MaxMessageSizeLimit {
		return errMaxMessageSize
	}
	if o.SegmentSize < 1<<12 || o.SegmentSize > 1<<30 {
		return errSegmentSize
	}
	return nil
}

var (
	errMaxMessageSize = code.New(code.InvalidArgument, "amqp: Options.MaxMessageSize must lie between 1 and 536870912")
	errSegmentSize    = code.New(code.InvalidArgument, "amqp: Options.SegmentSize must lie between 4096 and 1073741824")
	errNoFiles        = code.New(code.InvalidArgument, "amqp: the world has no files: give it some, or set Options.InMemory")
)
