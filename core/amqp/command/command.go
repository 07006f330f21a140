package command

import (
	"errors"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/code"
)

// Options of a Session. The zero value is guest in the virtual host "/".
type Options struct {
	User  string // empty means guest
	Vhost string // empty means "/"
	Name  string // of the connection, as lists show it
}

func (o Options) withDefaults() Options {
	if o.User == "" {
		o.User = "guest"
	}
	if o.Vhost == "" {
		o.Vhost = "/"
	}
	return o
}

// Session is one connection to a broker, driven by text. It is safe for
// concurrent use; one call runs at a time.
type Session struct {
	db   *amqp.DB
	opts Options

	mu         sync.Mutex
	conn       *amqp.Conn               // guarded by mu
	channels   map[uint16]*amqp.Channel // guarded by mu; a closed one stays until it is opened again
	confirming []*amqp.Channel          // guarded by mu: those with publishes to confirm
	events     []event                  // guarded by mu: told, and not yet fetched
	spare      []amqp.Event             // guarded by mu: Drain's memory, reused
	closed     bool                     // guarded by mu
}

// New connects to a broker in process. There is no password: who holds the DB
// may be anybody.
//
// Errors: 530 NOT_ALLOWED where user and virtual host do not fit together.
func New(db *amqp.DB, o Options) (*Session, error) {
	o = o.withDefaults()
	s := &Session{db: db, opts: o, channels: map[uint16]*amqp.Channel{}}
	err := db.Update(func(tx *amqp.Tx) (err error) {
		s.conn, err = tx.Connect(o.User, o.Vhost, amqp.Client{
			Name: o.Name, Protocol: "direct", CancelNotify: true, Blocked: true,
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Wake registers the one function that is called, from any goroutine, when
// "next" may have something new. It must not block, nor call the Session.
func (s *Session) Wake(f func()) { s.conn.Wake(f) }

// Do runs one operation at the instant now. The reply is a JSON object, {} for
// an operation that answers nothing, or null where there is nothing (an empty
// queue for basic.get, no event for next).
//
// Errors: the broker's refusals (*amqp.Error), which close the channel or the
// connection as they do on the wire; ErrUnknownOperation, ErrArguments;
// amqp.ErrClosed for what comes on a closed channel.
func (s *Session) Do(now time.Time, op string, args []byte) (reply []byte, err error) {
	c := &call{session: s}
	if err := s.do(now, op, args, c); err != nil {
		return nil, err
	}
	return c.reply, nil
}

// do runs c, whose other fields it fills. What the log must hold before the
// client may be told is synced when it returns, even where OnDirty has given
// that work to somebody else.
func (s *Session) do(now time.Time, op string, args []byte, c *call) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	run, ok := operations[op]
	if !ok {
		return ErrUnknownOperation.With(errors.New(op))
	}
	if c.args, err = parseArgs(args); err != nil {
		return err
	}
	if s.closed && op != "next" { // what was told before is there to be read
		return amqp.ErrClosed
	}
	if c.tx, err = s.db.Begin(now); err != nil {
		return err
	}
	c.run(run)
	barrier := c.tx.Barrier()
	end := c.tx.End()
	if end == nil && barrier > s.db.Synced() {
		end = s.db.Commit()
	}
	if c.publish != nil && c.err == nil && end == nil {
		end = c.publish.settle(c)
	}
	s.collect()
	if c.err != nil {
		return c.err
	}
	return end
}

// Close ends the connection: what was not acknowledged goes back, exclusive
// queues go. Closing twice is no error.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.db.Update(func(tx *amqp.Tx) error {
		tx.Disconnect(s.conn)
		return nil
	})
	if errors.Is(err, amqp.ErrClosed) {
		return nil // the broker has gone first
	}
	return err
}

// Closed tells that the connection has ended, by whomever. What was told
// before can still be fetched.
func (s *Session) Closed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// call is one operation at work.
type call struct {
	session *Session
	tx      *amqp.Tx
	args    *args
	channel *amqp.Channel // nil for the operations that need none
	reply   []byte
	err     error

	// beside says that a message's body travels beside the JSON: body is that
	// of a publish, content that of the reply.
	beside        bool
	body, content []byte
	publish       *publication // of Publish
}

// run does the operation and, where the broker refuses it, closes what the
// refusal closes.
func (c *call) run(op operation) {
	number := c.args.channel()
	if c.err = refused(c.args.Err()); c.err != nil {
		return
	}
	if !op.withoutChannel {
		if c.channel, c.err = c.session.channel(c.tx, number); c.err != nil {
			return
		}
	}
	c.reply = []byte("{}")
	if err := op.run(c); err != nil {
		c.err = err
	}
	var refusal *amqp.Error
	if !errors.As(c.err, &refusal) {
		return
	}
	c.session.collect() // what was told before goes before
	if refusal.Hard() {
		c.tx.Disconnect(c.session.conn)
		c.session.closed = true
	} else if c.channel != nil {
		c.tx.CloseChannel(c.channel)
	}
}

// channel gives an open channel; the first use opens it.
func (s *Session) channel(tx *amqp.Tx, number uint16) (*amqp.Channel, error) {
	ch := s.channels[number]
	if ch == nil {
		return s.openChannel(tx, number)
	}
	if ch.Closed() {
		return nil, amqp.ErrClosed
	}
	return ch, nil
}

func (s *Session) openChannel(tx *amqp.Tx, number uint16) (*amqp.Channel, error) {
	ch, err := tx.OpenChannel(s.conn, number)
	if err == nil {
		s.channels[number] = ch
	}
	return ch, err
}

// The refusals of this package; all others are the broker's.
var (
	ErrUnknownOperation = code.New(code.UnknownCommand, "amqp: unknown operation")
	ErrArguments        = code.New(code.InvalidArgument, "amqp: wrong arguments")
)
