package session

import (
	"sync/atomic"
	"time"
)

// A client may send on while it reads nothing, as one does that writes a whole
// pipeline first. Redis keeps the replies for it, as many as there are. Here,
// what waits on account of such clients has a limit for all of them together:
//
//   - Their requests are run, and the replies set aside, up to a quarter of it.
//   - Beyond that their requests wait as they came: most are much smaller than
//     the replies to them.
//   - At the limit nothing more is read from them (Held) until they read.

// defaultBacklog is the limit where nothing else is said, in bytes.
const defaultBacklog = 512 << 20

// heldRetry is how often a client that was held for the sake of others is
// looked at again.
const heldRetry = time.Second

// ledger sums up what waits, of all connections.
type ledger struct {
	limit    atomic.Int64 // bytes; 0 is none
	replies  atomic.Int64 // bytes of buffers
	requests atomic.Int64
}

// sum is what all have, in bytes.
func (l *ledger) sum() int64 { return l.replies.Load() + l.requests.Load() }

// full tells that there is no more room.
func (l *ledger) full() bool {
	limit := l.limit.Load()
	return limit > 0 && l.sum() >= limit
}

// takesReplies tells that there is room for further replies.
func (l *ledger) takesReplies() bool {
	limit := l.limit.Load()
	return limit == 0 || l.replies.Load() < limit/4 && l.sum() < limit
}

// backlog is what waits of one connection. Its numbers are on the ledger, and
// may be read by others.
type backlog struct {
	ledger   *ledger
	full     [][]byte     // buffers of replies, oldest first
	replies  atomic.Int64 // bytes of these
	requests atomic.Int64 // bytes of requests that have come and can't be run yet
}

// push sets a buffer aside; false: there is no room.
func (b *backlog) push(buf []byte) bool {
	if !b.ledger.takesReplies() {
		return false
	}
	b.full = append(b.full, buf)
	b.countReplies(cap(buf))
	return true
}

// pop gives the oldest buffer back, or nil.
func (b *backlog) pop() (buf []byte) {
	if len(b.full) == 0 {
		return nil
	}
	buf, b.full[0] = b.full[0], nil
	if b.full = b.full[1:]; len(b.full) == 0 {
		b.full = nil
	}
	b.countReplies(-cap(buf))
	return buf
}

func (b *backlog) countReplies(bytes int) {
	b.replies.Add(int64(bytes))
	b.ledger.replies.Add(int64(bytes))
}

// holdRequests says how many bytes of requests wait now.
func (b *backlog) holdRequests(bytes int) {
	if more := int64(bytes) - b.requests.Load(); more != 0 {
		b.requests.Add(more)
		b.ledger.requests.Add(more)
	}
}

// drop gives everything up: the connection is gone.
func (b *backlog) drop() {
	b.countReplies(-int(b.replies.Load()))
	b.full = nil
	b.holdRequests(0)
}
