package amqp

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Conn is one client of the broker: a user in a virtual host, with channels.
// It carries no protocol: package session puts AMQP in front of it, and Go
// programs use it as it is. Its methods with a Tx are called while the broker
// is locked; Drain and Synced belong to the one goroutine that drives it.
type Conn struct {
	db       *DB
	id       uint64
	vhost    *vhost
	user     *user
	client   Client
	channels map[uint16]*Channel // guarded by db.mu
	owned    map[uint64]*queue   // guarded by db.mu: exclusive queues, by id

	mu     sync.Mutex
	events []Event // guarded by mu
	wake   func()  // guarded by mu
	closed bool    // guarded by db.mu
	since  time.Time

	// Traffic counts what has gone over the wire; the connection's driver
	// does.
	Traffic struct{ RecvBytes, RecvReads, SentBytes, SentWrites atomic.Uint64 }

	roused  atomic.Bool   // told, and has not drained since
	backlog atomic.Int64  // bytes of deliveries that have not been drained
	clogged atomic.Bool   // passed over because of it
	touched bool          // guarded by db.mu: in Tx.touched
	awaits  uint64        // guarded by db.mu: the position to be synced; not 0: in store.waiting
	confirm uint64        // guarded by db.mu: the position that its last confirm waits for
	flow    atomic.Uint64 // the position to be synced before it may publish on: see alarm.go
	blocked atomic.Bool   // it has published while an alarm was up: see alarm.go
}

// Client is what a connection tells of itself, for lists and for the rules
// that depend on what it can do.
type Client struct {
	Name       string // "127.0.0.1:50000 -> 127.0.0.1:5672"
	Peer       string // "127.0.0.1:50000"
	Properties wire.Table
	Protocol   string // "AMQP 0-9-1", or "direct"
	// CancelNotify: wants basic.cancel when a consumer's queue goes
	// (capability consumer_cancel_notify). Direct clients always get it.
	CancelNotify bool
	// Blocked: wants connection.blocked (capability connection.blocked).
	// It is for the driver: the events come anyway.
	Blocked bool

	// What else lists of connections tell; zero where there is no wire.
	Local      string // "127.0.0.1:5672", where it came in
	Mechanism  string // of authentication: "PLAIN"
	FrameMax   uint32 // bytes
	ChannelMax uint16
	Heartbeat  uint16 // seconds
	TLS        bool
}

// maxBacklog is how many bytes of deliveries may wait in a connection's
// outbox before its consumers are passed over.
const maxBacklog = 1 << 20

// Kind says what an Event is.
type Kind uint8

// What the broker tells a connection without being asked.
const (
	Delivery    Kind = iota + 1 // basic.deliver
	Return                      // basic.return of a mandatory message
	Cancel                      // basic.cancel: the consumer's queue is gone
	ChannelGone                 // channel.close, by the broker
	ConnGone                    // connection.close, by the broker
	Blocked                     // connection.blocked
	Unblocked                   // connection.unblocked
)

// Event is one thing that the broker tells a connection.
type Event struct {
	Kind        Kind
	Channel     *Channel // nil for those of the whole connection
	Consumer    string   // Delivery, Cancel
	Tag         uint64   // Delivery
	Redelivered bool     // Delivery
	Message     *Message // Delivery, Return
	Err         *Error   // Return, ChannelGone, ConnGone; Blocked: the reason in Text
}

var forcedShutdown = &Error{Reply: wire.ConnectionForced, Text: "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'"}

// Connect makes a connection of a user to a virtual host, who may both not
// exist, not fit together, or have as many connections as they may have
// (quota.go): 530 NOT_ALLOWED. The user's password is Authenticate's business.
func (tx *Tx) Connect(user, vhost string, cl Client) (*Conn, error) {
	db := tx.db
	vh, u := db.vhosts[vhost], db.users[user]
	switch {
	case vh == nil:
		return nil, Refuse(wire.NotAllowed, "vhost ", vhost, " not found")
	case u == nil:
		return nil, noAccess(user, vhost)
	}
	if err := tx.mayConnect(u, vh); err != nil {
		return nil, err
	}
	if u.permissions[vhost] == nil {
		return nil, noAccess(user, vhost)
	}
	if err := db.ask("connection.open", vhost); err != nil {
		return nil, err
	}
	db.lastID++
	c := &Conn{db: db, id: db.lastID, vhost: vh, user: u, client: cl, since: tx.now,
		channels: map[uint16]*Channel{}, owned: map[uint64]*queue{}}
	db.conns[c.id] = c
	db.stats.connectionsOpened++
	return c, nil
}

func noAccess(user, vhost string) *Error {
	return Refuse(wire.NotAllowed, "access to vhost '", vhost, "' refused for user '", user, "'")
}

// Disconnect ends a connection: what it had not acknowledged goes back to its
// queues, its exclusive queues go.
func (tx *Tx) Disconnect(c *Conn) {
	if c.closed {
		return
	}
	c.closed = true
	tx.vacate(c)
}

// vacate takes a connection that is closed out of the broker.
func (tx *Tx) vacate(c *Conn) {
	for _, ch := range ordered(c.channels) {
		tx.CloseChannel(ch)
	}
	for _, q := range ordered(c.owned) {
		tx.removeQueue(q)
	}
	delete(tx.db.conns, c.id)
	tx.db.stats.connectionsClosed++
}

// tell puts an event into c's outbox.
func (tx *Tx) tell(c *Conn, e Event) {
	if c.closed && e.Kind != ConnGone {
		return
	}
	if e.Kind == Delivery {
		c.backlog.Add(e.Message.Size())
	}
	c.mu.Lock()
	c.events = append(c.events, e)
	c.mu.Unlock()
	tx.touch(c)
}

// touch has c's driver told at the end of the Tx.
func (tx *Tx) touch(c *Conn) {
	if !c.touched {
		c.touched = true
		tx.touched = append(tx.touched, c)
	}
}

// rouse tells the driver, once until it drains.
func (c *Conn) rouse() {
	c.touched = false
	if c.roused.Swap(true) {
		return
	}
	c.mu.Lock()
	wake := c.wake
	c.mu.Unlock()
	if wake != nil {
		wake()
	}
}

// Wake registers the one function that is called, from any goroutine, when
// there are events to drain or a sync has ended. It must not block.
func (c *Conn) Wake(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wake = f
}

// Drain takes the events that have come, in order, in exchange for an emptied
// slice to put the next ones in.
func (c *Conn) Drain(empty []Event) []Event {
	c.roused.Store(false)
	c.mu.Lock()
	defer c.mu.Unlock()
	events := c.events
	c.events = empty[:0]
	return events
}

// clog tells that the outbox takes no more, and has Sent ask for Resume.
func (c *Conn) clog() bool {
	if c.backlog.Load() < maxBacklog {
		return false
	}
	c.clogged.Store(true)
	// The driver may have sent everything in between, and then asks no more.
	return c.backlog.Load() >= maxBacklog/2
}

// Sent tells that deliveries of n bytes have left the outbox for good, and
// reports whether Resume is to be called because consumers were passed over.
func (c *Conn) Sent(n int64) (resume bool) {
	return c.backlog.Add(-n) < maxBacklog/2 && c.clogged.Load()
}

// Resume lets the connection's consumers get deliveries again.
func (tx *Tx) Resume(c *Conn) {
	c.clogged.Store(false)
	for _, ch := range ordered(c.channels) {
		ch.resume(tx)
		ch.unblock(tx)
	}
}

// closeAll ends every connection with e.
func (tx *Tx) closeAll(e *Error) {
	for _, c := range ordered(tx.db.conns) { // first of all: what one gives back must not go to another
		tx.tell(c, Event{Kind: ConnGone, Err: e})
		c.closed = true
	}
	for _, c := range ordered(tx.db.conns) {
		tx.vacate(c)
	}
}

// CloseConn has the broker end a connection.
func (tx *Tx) CloseConn(c *Conn, e *Error) {
	tx.tell(c, Event{Kind: ConnGone, Err: e})
	tx.Disconnect(c)
}

// Attend says that the driver is about to drain without being told, until it
// does: it spares it a wake for what it does itself.
func (c *Conn) Attend() { c.roused.Store(true) }
