package amqp

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/core/world"
)

// DB is one broker. It is safe for concurrent use: one lock makes each Tx
// atomic.
type DB struct {
	world world.World
	opts  Options

	mu      sync.Mutex
	tx      Tx                  // guarded by mu: the one Tx, reused
	vhosts  map[string]*vhost   // guarded by mu
	users   map[string]*user    // guarded by mu
	globals map[string]any      // guarded by mu: global parameters
	conns   map[uint64]*Conn    // guarded by mu
	lastID  uint64              // guarded by mu: of connections and queues
	timers  timers              // guarded by mu
	replies map[string]*Channel // guarded by mu: consumers of direct replies, by their address
	random  *rand.Rand          // guarded by mu
	store   *store              // nil in memory; see there for its guards
	stats   counters            // guarded by mu
	past    MessageStats        // guarded by mu: of virtual hosts that are gone
	alarms  map[string]struct{} // guarded by mu: resources that run short: "memory", "disk"
	held    int64               // guarded by mu: bytes of messages in memory
	disk    diskSpace           // guarded by mu
	walks   uint64              // guarded by mu: numbers the walks of route.go
	walk    walk                // guarded by mu: the one walk, reused
	closed  bool                // guarded by mu

	onDirty atomic.Pointer[func()] // see OnDirty
}

// Tx is the broker, locked, at one instant. It must not be kept.
type Tx struct {
	db  *DB
	now time.Time
	ms  int64 // now in Unix milliseconds

	touched []*Conn  // have got events: their drivers are told at the end
	resume  []*queue // may deliver again: somebody has acknowledged
	acked   []*queue // have ends to be logged
	urgent  bool     // somebody waits for the next sync
	barrier uint64   // see Barrier
	found   []*queue // memory for route's next result
}

// Open opens a broker on the files of w, or in memory.
func Open(w world.World, o Options) (*DB, error) {
	o = o.withDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	if w.FS == nil && !o.InMemory {
		return nil, errNoFiles
	}
	db := &DB{world: w, opts: o, random: w.Rand("amqp")}
	db.clear()
	if !o.InMemory {
		if err := db.openStore(); err != nil {
			return nil, err
		}
		db.lookAtDisk(w.Now())
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if len(db.vhosts) == 0 {
		tx := db.begin(w.Now())
		tx.furnish()
		// Whatever is synced next syncs this too, and if nothing is, the next
		// Open furnishes anew: a start need not wait for a busy disk.
		tx.urgent, tx.barrier = false, 0
	}
	return db, nil
}

// clear makes an empty broker, without even a virtual host.
func (db *DB) clear() {
	db.vhosts, db.users, db.globals = map[string]*vhost{}, map[string]*user{}, map[string]any{}
	db.conns, db.alarms = map[uint64]*Conn{}, map[string]struct{}{}
	db.timers, db.replies = timers{}, map[string]*Channel{}
	db.held, db.stats, db.past = 0, counters{}, MessageStats{}
}

// furnish makes what a new broker starts with: the first user, and the virtual
// host / where it may do everything. The virtual host is logged last: what has
// one after a crash is furnished, and has its user.
func (tx *Tx) furnish() {
	db := tx.db
	u := &user{
		name: db.opts.User, hash: tx.HashPassword(db.opts.Password), tags: []string{"administrator"},
		permissions: map[string]*permission{"/": newPermission(".*", ".*", ".*")},
	}
	db.users[u.name] = u
	tx.logUser(u)
	tx.addVhost("/")
}

// World gives the world the broker was opened in.
func (db *DB) World() world.World { return db.world }

// Options gives the options in force.
func (db *DB) Options() Options { return db.opts }

// Update runs f with the broker locked: what f does happens at one instant.
// f must not keep the Tx, nor call methods of DB. There is no undoing: f's
// error is only handed back. With files, what f did is synced when Update
// returns, unless OnDirty has given that work to somebody else.
func (db *DB) Update(f func(tx *Tx) error) (err error) {
	tx, err := db.Begin(db.world.Now())
	if err != nil {
		return err
	}
	defer func() { // also where f panics: others must not wait for ever
		if end := tx.End(); err == nil {
			err = end
		}
	}()
	return f(tx)
}

// Begin locks the broker at the instant now; the caller must call End. It is
// what sessions use, to run all that a read has brought under one lock.
func (db *DB) Begin(now time.Time) (*Tx, error) {
	db.mu.Lock()
	if db.closed {
		db.mu.Unlock()
		return nil, ErrClosed
	}
	return db.begin(now), nil
}

func (db *DB) begin(now time.Time) *Tx {
	tx := &db.tx
	tx.db, tx.now, tx.ms = db, now, now.UnixMilli()
	return tx
}

// Now is the instant of the Tx.
func (tx *Tx) Now() time.Time { return tx.now }

// End delivers what acknowledgements have made room for, logs, tells the
// drivers of all connections that have got something, and unlocks.
func (tx *Tx) End() error {
	db := tx.db
	err := tx.finish()
	tx.rouse()
	db.mu.Unlock()
	return err
}

// rouse tells the drivers of all connections that have got something.
func (tx *Tx) rouse() {
	for _, c := range tx.touched {
		c.rouse()
	}
	clear(tx.touched)
	tx.touched = tx.touched[:0]
}

func (tx *Tx) finish() error {
	for len(tx.resume) > 0 { // a delivery that is not acknowledged can end another message
		queues := tx.resume
		tx.resume = nil
		for _, q := range queues {
			q.resuming = false
			tx.dispatch(q)
		}
	}
	tx.watchMemory()
	urgent := tx.urgent
	tx.urgent, tx.barrier = false, 0
	if tx.db.store == nil {
		return nil
	}
	tx.logAcks()
	return tx.db.settle(urgent)
}

// resumes notes that q may deliver again once the Tx ends.
func (tx *Tx) resumes(q *queue) {
	q.noCredit = false
	if !q.resuming {
		q.resuming = true
		tx.resume = append(tx.resume, q)
	}
}

// Barrier is the log's position that must be synced (DB.Synced) before
// what the Tx has done so far may be told to the client: a declaration, a
// commit. 0 is nothing to wait for.
func (tx *Tx) Barrier() uint64 { return tx.barrier }

// Tick fires what is due at now, in order of time: expiries, delays. It tells
// when the next is due.
func (db *DB) Tick(now time.Time) (next time.Time) {
	tx, err := db.Begin(now)
	if err != nil {
		return time.Time{}
	}
	tx.fire()
	if at := db.timers.next(); at != 0 {
		next = time.UnixMilli(at)
	}
	look := tx.diskDue()
	_ = tx.End() // a failed sync is retried, and the alarm is up
	if look {
		db.lookAtDisk(now)
	}
	db.maintain()
	return next
}

// Reset empties the broker: connections are closed with 320
// CONNECTION_FORCED, and everything is as if just opened on nothing.
func (db *DB) Reset() error {
	return db.Update(func(tx *Tx) error {
		tx.closeAll(forcedShutdown)
		if err := db.resetStore(); err != nil {
			return err
		}
		db.clear()
		tx.judgeDisk()
		tx.furnish()
		db.world.Events.Publish(event.Event{Time: tx.now, Engine: "amqp", Type: event.Flushed})
		return nil
	})
}

// Close syncs and ends the broker; later calls answer ErrClosed.
func (db *DB) Close() error {
	tx, err := db.Begin(db.world.Now())
	if err != nil {
		return nil // it is closed already
	}
	tx.closeAll(forcedShutdown)
	err = tx.End()
	db.mu.Lock()
	defer db.mu.Unlock()
	db.closed = true
	if closing := db.closeStore(); err == nil {
		err = closing
	}
	return err
}
