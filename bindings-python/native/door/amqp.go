package door

import (
	"errors"
	"sync"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/command"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/vfs"
)

// AMQP is a broker that a Python object owns.
type AMQP struct {
	*amqp.DB
	files   vfs.FS
	durable bool
	server  *session.Server
	stop    func()

	mu       sync.Mutex
	listener *amqpListener // guarded by mu; nil while nobody listens
	closed   bool          // guarded by mu: nobody may listen any more
}

type amqpOptions struct {
	Path            string `json:"path"` // "" keeps everything in memory
	User            string `json:"user"`
	Password        string `json:"password"`
	MaxMessageSize  int    `json:"max_message_size"`
	MemoryLimit     int64  `json:"memory_limit"`
	MemoryAlarm     int64  `json:"memory_alarm"`
	DiskFreeLimit   int64  `json:"disk_free_limit"`
	SegmentSize     int64  `json:"segment_size"`
	ConsumerTimeout int64  `json:"consumer_timeout_ms"`
	Clock           int64  `json:"clock"`
}

// OpenAMQP opens the broker in a folder, making it if it is not there, or one
// in memory.
func OpenAMQP(options string) (*AMQP, error) {
	var o amqpOptions
	if err := decode(options, &o); err != nil {
		return nil, err
	}
	w, c, err := openWorld(o.Clock)
	if err != nil {
		return nil, err
	}
	if o.Path != "" {
		if w.FS, err = openFiles(o.Path); err != nil {
			return nil, err
		}
	}
	db, err := amqp.Open(w, amqp.Options{
		InMemory: o.Path == "", User: o.User, Password: o.Password,
		MaxMessageSize: o.MaxMessageSize, MemoryLimit: o.MemoryLimit, MemoryAlarm: o.MemoryAlarm,
		DiskFreeLimit: o.DiskFreeLimit, SegmentSize: o.SegmentSize, ConsumerTimeout: milliseconds(o.ConsumerTimeout),
	})
	if err != nil {
		return nil, errors.Join(err, closeFiles(w.FS))
	}
	broker := &AMQP{DB: db, files: w.FS, durable: o.Path != "", server: session.NewServer(db, sessionOptions)}
	broker.syncLazily()
	broker.stop = drive(db, c)
	return broker, nil
}

// syncLazily has only those calls sync whose answer promises it (declarations,
// commits, confirms): acknowledgements are left to the next sync, at the latest
// that of Tick, as on the wire.
func (a *AMQP) syncLazily() { a.OnDirty(func() {}) }

// Connect opens a connection that is driven with the bytes of AMQP.
func (a *AMQP) Connect() Connection {
	s := &Stream{now: a.World().Now, conn: a.server.Connect(session.Peer{})}
	if a.durable {
		s.settle = a.Commit
	}
	return s
}

type amqpSessionOptions struct {
	User  string `json:"user"`
	Vhost string `json:"vhost"`
	Name  string `json:"name"`
}

// Session opens a connection that is driven with calls.
func (a *AMQP) Session(options string) (*AMQPSession, error) {
	var o amqpSessionOptions
	if err := decode(options, &o); err != nil {
		return nil, err
	}
	if o.User == "" {
		o.User = a.Options().User
	}
	s, err := command.New(a.DB, command.Options{User: o.User, Vhost: o.Vhost, Name: o.Name})
	if err != nil {
		return nil, err
	}
	made := &AMQPSession{session: s, now: a.World().Now, bell: newBell()}
	s.Wake(made.bell.ring)
	return made, nil
}

// Statistics is the broker's struct of numbers.
func (a *AMQP) Statistics() any { return a.Stats() }

// Close ends the broker, its listener and its background work.
func (a *AMQP) Close() error {
	a.mu.Lock()
	a.closed = true
	a.mu.Unlock()
	unlisten := a.Unlisten()
	a.stop()
	return errors.Join(unlisten, a.DB.Close(), closeFiles(a.files))
}
