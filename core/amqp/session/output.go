package session

import "sync"

// How much memory output has: up to keepOutput bytes stay with a connection,
// which is enough for answers and confirms. Deliveries are written into a
// buffer of burst bytes that all connections share in turn, so that one that
// rests holds none, and one that is busy does not grow its own ever anew. A
// burst that is larger (a large message, the end of a channel) has memory for
// that once.
const (
	keepOutput = 16 << 10
	burst      = 256 << 10
)

var bursts = sync.Pool{New: func() any { return new([burst]byte) }}

// output is what a connection has to say.
type output struct {
	out    []byte
	pushed int          // bytes of out that are deliveries
	sent   []byte       // was handed over: its memory is the driver's until the next Feed
	own    []byte       // small, empty memory for out
	lent   *[burst]byte // where out, or sent, began
}

// roomForDeliveries gives out a shared buffer.
func (o *output) roomForDeliveries() {
	if o.lent == nil {
		o.lent = bursts.Get().(*[burst]byte)
		o.out = append(o.lent[:0], o.out...)
	}
}

// answers is how many bytes of what there is to say the client has asked for.
func (o *output) answers() int { return len(o.out) - o.pushed }

// handOver gives what there is to the driver.
func (o *output) handOver() []byte {
	o.sent, o.out, o.pushed = o.out, nil, 0
	return o.sent
}

// reclaim takes back the memory of what the driver has written meanwhile.
func (o *output) reclaim() {
	if o.sent == nil {
		return
	}
	if o.lent != nil {
		bursts.Put(o.lent)
		o.lent = nil
	} else if cap(o.sent) <= keepOutput {
		o.own = o.sent[:0]
	}
	o.out, o.sent = o.own, nil
}
