package session

import (
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Conn is one connection's state machine, an engine.Session. All of its
// fields belong to the driver's goroutine.
type Conn struct {
	server *Server
	db     *amqp.DB
	peer   Peer

	state  state
	parser wire.Parser
	output
	wake func()
	done bool
	mute bool // it was blocked: its silence is not the client's fault
	deaf bool // the stream can't be read on: input is thrown away

	conn      *amqp.Conn // from connection.open on
	user      string     // authenticated
	client    amqp.Client
	frameMax  int
	chanMax   uint16
	heartbeat time.Duration
	channels  map[uint16]*channel
	partial   int    // bytes of bodies that have come in part, on all channels
	body      []byte // the memory of a body that was completed, for the next

	tx       *amqp.Tx // while Feed runs: the broker, locked
	now      time.Time
	barrier  uint64       // Out waits until the log is synced up to here
	events   []amqp.Event // drained, and not yet written
	next     int          // index of the first of them
	spare    []amqp.Event
	confirms []*channel // that have publishes to confirm

	lastInput, lastOutput time.Time
	deadline              time.Time // of the handshake, or of the answer to close
}

type state uint8

const (
	waitHeader state = iota
	waitStartOk
	waitTuneOk
	waitOpen
	running
	closing // connection.close is sent: only close-ok counts
	closed  // close-ok is sent: the client is to close its end first
)

// Feed runs the frames in p, all under one lock of the broker and at one
// instant, and writes what the broker has to tell.
func (c *Conn) Feed(now time.Time, p []byte) {
	c.now = now
	c.reclaim()
	if c.done {
		return
	}
	if len(p) > 0 || c.mute {
		c.lastInput = now
	}
	if len(p) > 0 {
		if c.conn != nil {
			c.conn.Traffic.RecvBytes.Add(uint64(len(p)))
			c.conn.Traffic.RecvReads.Add(1)
		}
	}
	if !c.deaf {
		c.parser.Feed(p)
		if c.parser.Pending() > 0 {
			c.run()
		}
		c.parser.Hold()
	}
	c.push(c.server.opts.OutputLimit)
	c.keepTime()
}

func (c *Conn) run() {
	tx, err := c.db.Begin(c.now)
	if err != nil {
		c.done = true
		return
	}
	c.tx = tx
	defer func() {
		if b := tx.Barrier(); b > 0 && c.conn != nil {
			c.barrier = b
			tx.Await(c.conn, b)
		}
		c.tx = nil
		_ = tx.End() // a failed sync holds confirms back and is retried
	}()
	if c.conn != nil {
		c.conn.Attend() // this Feed drains by itself
	}
	c.frames()
}

// Out hands over the bytes to send. What a sync must precede is held back
// until then: the broker wakes the driver.
func (c *Conn) Out() []byte {
	if len(c.out) == 0 || c.held() {
		return nil
	}
	c.barrier = 0
	out := c.handOver()
	c.lastOutput = c.now
	if c.conn != nil {
		c.conn.Traffic.SentBytes.Add(uint64(len(out)))
		c.conn.Traffic.SentWrites.Add(1)
	}
	return out
}

// Wake registers the function to call when output comes without input.
func (c *Conn) Wake(f func()) {
	c.wake = f
	if c.conn != nil {
		c.conn.Wake(f)
	}
}

// held tells that the log must be synced before the output may go.
func (c *Conn) held() bool { return c.barrier > 0 && c.db.Synced() < c.barrier }

// Done reports that the connection is to be closed: not before its last words
// may be sent.
func (c *Conn) Done() bool { return c.done && (len(c.out) == 0 || !c.held()) }

// Close tells the broker that the connection is gone.
func (c *Conn) Close(error) {
	c.done = true
	if c.conn == nil {
		return
	}
	tx, err := c.db.Begin(c.db.World().Now())
	if err != nil {
		return
	}
	tx.Disconnect(c.conn)
	_ = tx.End()
}

// Deadline is when a heartbeat is due in either direction, or a handshake has
// taken too long.
func (c *Conn) Deadline() time.Time {
	if c.state != running {
		return c.deadline
	}
	if c.heartbeat == 0 {
		return time.Time{}
	}
	beat := c.lastOutput.Add(c.heartbeat / 2)
	if silent := c.lastInput.Add(2 * c.heartbeat); !c.blocked() && silent.Before(beat) {
		return silent
	}
	return beat
}

// Held reports that no input is to be read from the client: it is blocked, or
// answers to it are waiting to be sent as far as there is room for them. What
// comes all the same is kept. It makes Conn an engine.Holder.
func (c *Conn) Held() bool { return c.blocked() || c.answers() >= c.server.opts.OutputLimit }

// blocked reports that the client publishes, and the broker is short of memory
// or disk, or the disk behind. A wake tells when to ask again.
func (c *Conn) blocked() bool { return c.conn != nil && (c.conn.Blocked() || c.conn.Throttled()) }

// keepTime does what Deadline is about.
func (c *Conn) keepTime() {
	c.mute = c.blocked()
	switch {
	case c.state != running:
		if !c.deadline.IsZero() && !c.now.Before(c.deadline) {
			c.done = true
		}
	case c.heartbeat == 0:
	case !c.mute && !c.now.Before(c.lastInput.Add(2*c.heartbeat)):
		c.done = true // RabbitMQ closes without a word: nobody reads it
	case !c.now.Before(c.lastOutput.Add(c.heartbeat/2)) && len(c.out) == 0:
		c.out = wire.AppendHeartbeat(c.out)
	}
}
