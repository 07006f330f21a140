package session

import (
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Conn is one connection's state machine, an engine.Holder. All of its
// fields but killed belong to the driver's goroutine; those that CLIENT LIST
// of another connection reads change only while the store is locked.
type Conn struct {
	server *Server
	db     *redis.DB
	id     int64
	peer   Peer
	since  time.Time // when it was opened

	parser  wire.Parser
	reply   wire.Writer
	sent    []byte      // what was handed over from reply: its memory is reused
	rest    []byte      // what of that, or of the backlog, Out has not given yet
	backlog backlog     // what waits because the client does not read
	wake    func()      // guarded by server.mu
	done    bool        // nothing more is read; the connection is to be closed
	killed  atomic.Bool // another connection has ended this one

	call command.Call // the request in work, reused
	tx   *redis.Tx    // while Feed runs: the store, locked
	now  time.Time    // the instant of this Feed

	lastInput     time.Time
	index         int // of the database in use
	name          string
	authenticated bool
	last          *command.Command // the latest request's
	multi         transaction
	watched       []watchedKey
	muted         muting
	noEvict       bool
	postponed     bool // a request waits for the end of CLIENT PAUSE
	behind        bool // requests wait until replies have gone
	waiting       int  // bytes of a request of which only a part has come
}

// Feed runs the requests in p, all under one lock of the store and at one
// instant: a pipeline is not slower than it must be.
//
// Input that comes before Out has taken the replies to what came earlier is
// that of a client that sends on and doesn't read.
func (c *Conn) Feed(now time.Time, p []byte) {
	ahead := len(p) > 0 && len(c.reply.Buf) > 0
	c.parser.Feed(p)
	if !c.Done() && c.parser.Pending() > 0 {
		c.run(now, len(p) > 0, ahead)
	}
	c.parser.Hold()
	if c.behind || c.postponed {
		c.backlog.holdRequests(c.parser.Kept())
	} else {
		c.backlog.holdRequests(0)
	}
}

func (c *Conn) run(now time.Time, input, ahead bool) {
	tx, err := c.db.Begin(c.index, now)
	if err != nil {
		c.reply.Error(command.ErrorText(err))
		c.done = true
		return
	}
	c.tx, c.now = tx, now
	defer func() { c.tx = nil; tx.End() }()
	if input {
		c.lastInput = now
	} else if !c.postponed && c.overdue(now) {
		c.done = true
		return
	}
	c.postponed, c.behind, c.waiting = false, false, 0
	c.requests(ahead)
}

// requests runs what has come whole, until there is too much output. For a
// client that is ahead of its replies these are set aside.
func (c *Conn) requests(ahead bool) {
	c.parser.MaxBulk, c.parser.Unauthenticated = c.tx.MaxValueSize(), c.mustLogIn()
	for !c.done && !c.postponed {
		if len(c.reply.Buf) >= c.server.opts.OutputLimit && !(ahead && c.setAside()) {
			c.behind = c.parser.Pending() > 0
			return
		}
		args, err := c.parser.Next()
		if err != nil {
			c.refuse(err)
			return
		}
		if args == nil {
			c.waiting = c.parser.Pending()
			return
		}
		start := len(c.reply.Buf)
		c.execute(args)
		if c.reply.Over {
			c.cutOff(start)
			return
		}
		if c.muted != speaking {
			c.mute(start)
		}
	}
}

// cutOff ends the connection because of a reply over the limit, which began at
// start. As in Redis the request has been run, and the client is told nothing.
func (c *Conn) cutOff(start int) {
	c.reply.Buf = slices.Clone(c.reply.Buf[:start])
	c.done = true
}

// setAside makes room for further replies, if there is any.
func (c *Conn) setAside() bool {
	if !c.backlog.push(c.reply.Buf) {
		return false
	}
	c.reply.Buf = make([]byte, 0, c.server.opts.OutputLimit)
	return true
}

// refuse ends the connection because of input that is not RESP.
func (c *Conn) refuse(err error) {
	c.done = true
	var bad *wire.ProtocolError
	if errors.As(err, &bad) && c.muted == speaking {
		c.reply.Error("ERR " + bad.Error())
	}
}

// Out hands over the replies so far.
func (c *Conn) Out() []byte {
	if c.killed.Load() {
		return nil
	}
	if len(c.rest) == 0 {
		c.rest = c.handOver()
	}
	out := c.rest
	if limit := c.server.opts.OutputLimit; len(out) > 2*limit {
		out = out[:limit] // one big reply must not be copied whole where a driver copies
	}
	c.rest = c.rest[len(out):]
	return out
}

// handOver gives the oldest replies that wait. It is called when all that it
// gave before has been sent.
func (c *Conn) handOver() []byte {
	if first := c.backlog.pop(); first != nil {
		return first
	}
	out := c.reply.Buf
	if cap(c.sent) > 64<<10 {
		c.sent = nil // one big reply must not hold memory for ever
	}
	c.reply.Buf, c.sent = c.sent[:0], out
	return out
}

// Wake registers the function to call when output comes without input, or
// another connection has ended this one.
func (c *Conn) Wake(f func()) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.wake = f
}

// Held reports that no input is to be read: requests wait already, and there is
// no more room for any. It makes Conn an engine.Holder.
func (c *Conn) Held() bool { return (c.behind || c.postponed) && c.server.waits.full() }

// Deadline is when a pause ends that holds a request back, when a request of
// which only a part has come is given up, or when there may be room again.
func (c *Conn) Deadline() time.Time {
	switch {
	case c.postponed:
		return c.server.pauseEnd()
	case c.behind && c.server.waits.full():
		return c.now.Add(heldRetry)
	case c.waiting > 0 && c.server.opts.RequestTimeout > 0:
		return c.lastInput.Add(c.server.opts.RequestTimeout)
	}
	return time.Time{}
}

// overdue tells that the rest of a request has not come in time.
func (c *Conn) overdue(now time.Time) bool {
	limit := c.server.opts.RequestTimeout
	return limit > 0 && c.waiting > 0 && !now.Before(c.lastInput.Add(limit))
}

// Done reports that the connection is to be closed.
func (c *Conn) Done() bool { return c.done || c.killed.Load() }

// Close forgets the connection and what it watches.
func (c *Conn) Close(error) {
	c.server.forget(c)
	c.backlog.drop()
	tx, err := c.db.Begin(0, c.now)
	c.done = true
	if err != nil { // a closed store has no watchers, and nobody looks
		return
	}
	c.tx = tx
	c.unwatchAll()
	c.tx = nil
	tx.End()
}
