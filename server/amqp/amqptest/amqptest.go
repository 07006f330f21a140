// Package amqptest gives Go tests a broker of their own, in memory, that ends
// with the test.
//
//	func TestOrders(t *testing.T) {
//		broker := amqptest.New(t)
//		conn, err := amqp091.DialConfig(broker.URL, amqp091.Config{Dial: broker.Dial})
//		...
//	}
//
// No socket is opened. For a client in another process or language see
// package server.
package amqptest

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/fault"
	"github.com/twelvefold/twelvefold/core/journal"
	"github.com/twelvefold/twelvefold/core/world"
	server "github.com/twelvefold/twelvefold/server/amqp"
)

// Broker is a broker for one test.
type Broker struct {
	// URL is for Dial: the guest user, the virtual host /.
	URL string
	// Dial connects without a socket (amqp091.Config.Dial).
	Dial func(network, addr string) (net.Conn, error)
	// DB is the broker itself: to look into queues, to Reset.
	DB *amqp.DB
	// Faults takes rules for calls that shall fail; Journal has all calls.
	Faults  *fault.Plane
	Journal *journal.Journal
	// Clock is what all time in the broker goes by. With WithManualClock
	// it stands still until the broker's Advance, else it is nil.
	Clock clock.Clock

	manual *clock.Manual // Clock, where it is one
}

// Option changes what New makes.
type Option func(*world.World, *amqp.Options)

// WithManualClock lets time in the broker stand still until Advance: time to
// live and delays come when the test says so. There are no heartbeats.
func WithManualClock(start time.Time) Option {
	return func(w *world.World, _ *amqp.Options) { w.Clock = clock.NewManual(start) }
}

// WithOptions changes the broker's options.
func WithOptions(change func(*amqp.Options)) Option {
	return func(_ *world.World, o *amqp.Options) { change(o) }
}

// callsKept is how many calls the journal holds.
const callsKept = 10_000

// New opens a broker that ends with the test.
func New(t testing.TB, options ...Option) *Broker {
	t.Helper()
	w := world.World{Faults: new(fault.Plane), Journal: journal.New(callsKept)}
	o := amqp.Options{InMemory: true}
	for _, option := range options {
		option(&w, &o)
	}
	db, err := amqp.Open(w, o)
	if err != nil {
		t.Fatal(err)
	}
	manual, _ := w.Clock.(*clock.Manual)
	service := server.NewService(db, server.Options{Now: w.Now, NoHeartbeats: manual != nil})
	dialer, listener := server.NewDialer()
	served := make(chan error, 1)
	go func() { served <- service.Serve(listener) }()
	stop := tick(db, w)
	t.Cleanup(func() {
		stop()
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = service.Shutdown(ctx) // connections that the test left open are cut
		if err := <-served; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return &Broker{
		URL: "amqp://guest:guest@in-process/", Dial: dialer.Dial, DB: db,
		Faults: w.Faults, Journal: w.Journal, Clock: w.Clock, manual: manual,
	}
}

// Advance moves the broker's clock and does what has become due, in order. It
// needs WithManualClock. A message that was published without a confirm may
// still be on its way, and its time begins when it arrives.
func (b *Broker) Advance(d time.Duration) {
	b.manual.Advance(d)
	b.DB.Tick(b.manual.Now())
}

// tickEvery is how often the broker looks for what is due by the real clock.
const tickEvery = 10 * time.Millisecond

// tick drives the broker on the real clock; with a manual one Advance does.
func tick(db *amqp.DB, w world.World) (stop func()) {
	if w.Clock != nil {
		return func() {}
	}
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		t := time.NewTicker(tickEvery)
		defer t.Stop()
		for {
			select {
			case <-quit:
				return
			case now := <-t.C:
				db.Tick(now)
			}
		}
	}()
	return func() { close(quit); <-done }
}
