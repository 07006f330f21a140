package amqp

import (
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Message is what was published, shared by all queues that hold it: nobody
// changes it.
type Message struct {
	Exchange, Key string
	Properties    []byte // property flags and list, as they came (section 4.2.6.1)
	Body          []byte

	priority   uint8
	persistent bool
	hasTTL     bool
	ttl        int64 // milliseconds, of the property expiration
	hasHeaders bool
	copies     []string // routing keys of the headers CC and BCC
	mandatory  bool
	at         int64 // when it was published, in Unix milliseconds
}

// Size is what a message counts for in memory and in Sent, in bytes. For
// x-max-length-bytes the body alone counts, as in RabbitMQ.
func (m *Message) Size() int64 { return int64(len(m.Body) + len(m.Properties) + len(m.Key) + 96) }

// Headers decodes the headers property; nil where there is none.
func (m *Message) Headers() wire.Table {
	if !m.hasHeaders {
		return nil
	}
	p, err := wire.DecodeProperties(m.Properties)
	if err != nil {
		return nil // not to be: they were scanned when they came
	}
	return p.Headers
}

// withHeader is the message with one header more, or another value of it.
func (m *Message) withHeader(name string, v any) *Message {
	props, err := wire.DecodeProperties(m.Properties)
	if err != nil {
		return m // not to be: they were checked when they came
	}
	props.Headers.Set(name, v)
	with := *m
	with.hasHeaders = true
	with.Properties = wire.AppendProperties(nil, &props)
	return &with
}

// entry is a message in one queue.
type entry struct {
	seq     uint64 // its place in the queue
	msg     *Message
	at      place  // where the log has it; zero: nowhere
	expires int64  // Unix milliseconds; 0 is never
	size    uint32 // bytes of the body
	share   uint32 // bytes of the log's record that this entry accounts for
	count   uint32 // deliveries that failed (x-delivery-count)
	flags   entryFlags

	priority uint8 // of the message
}

type entryFlags uint8

const (
	redelivered entryFlags = 1 << iota
	stored                 // the log has it: its end must be logged too
	early                  // its message was read back before its turn: see paging.go
)
