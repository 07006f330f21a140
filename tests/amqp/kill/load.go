package main

import (
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// load is the clients of one round.
type load struct {
	work   sync.WaitGroup
	doomed atomic.Bool // from now on an end is no error
	mu     sync.Mutex
	errs   []error // of clients that could not begin, or ended too early
}

// startLoad starts every publisher, and a consumer per queue. Each ends with
// its connection.
func startLoad(url string, l *ledger, random *rand.Rand) *load {
	w := &load{}
	start := func(client func(ch *amqp091.Channel, gone <-chan *amqp091.Error) error) {
		conn, err := amqp091.Dial(url)
		var ch *amqp091.Channel
		if err == nil {
			ch, err = conn.Channel()
		}
		if err != nil {
			w.fail(err)
			return
		}
		gone := conn.NotifyClose(make(chan *amqp091.Error, 1))
		w.work.Go(func() {
			defer conn.Close()
			if err := client(ch, gone); !w.doomed.Load() {
				w.fail(err)
			}
		})
	}
	for _, p := range publishers {
		window := 1 + random.IntN(200)
		start(func(ch *amqp091.Channel, _ <-chan *amqp091.Error) error { return p.publish(ch, l, window) })
	}
	for _, queue := range queues() {
		c := &consumer{queue: queue, ledger: l, batch: 1 + random.IntN(20), last: map[int]int{}}
		start(c.consume)
	}
	return w
}

func (w *load) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.errs = append(w.errs, err)
}

// doom says that the broker is about to be killed.
func (w *load) doom() { w.doomed.Store(true) }

// wait waits until every client has noticed that the broker is gone.
func (w *load) wait() error {
	w.work.Wait()
	return errors.Join(w.errs...)
}

// publisher sends numbered messages, and says where they must arrive.
type publisher struct {
	number   int
	exchange string
	key      string
	queues   []string
}

// publish sends until the connection is gone, with at most window messages
// unconfirmed.
func (p publisher) publish(ch *amqp091.Channel, l *ledger, window int) error {
	if err := ch.Confirm(false); err != nil {
		return err
	}
	confirms := ch.NotifyPublish(make(chan amqp091.Confirmation, window))
	first := l.next(p.number)
	// A confirm's tag counts this channel's messages from 1.
	sequence := func(tag uint64) int { return first + int(tag) - 1 }
	sent, settled := uint64(0), uint64(0)
	for {
		for ; sent-settled < uint64(window); sent++ {
			id := identity{p.number, sequence(sent + 1)}
			l.published(p.queues, id)
			err := ch.Publish(p.exchange, p.key, false, false, amqp091.Publishing{
				DeliveryMode: amqp091.Persistent, Body: id.body(),
			})
			if err != nil {
				return p.drainConfirms(confirms, l, sequence, err)
			}
		}
		c, open := <-confirms
		if !open {
			return amqp091.ErrClosed
		}
		settled++
		p.note(c, l, sequence)
	}
}

// drainConfirms takes the confirms that came before the connection went.
func (p publisher) drainConfirms(confirms <-chan amqp091.Confirmation, l *ledger, sequence func(uint64) int, err error) error {
	for c := range confirms {
		p.note(c, l, sequence)
	}
	return err
}

func (p publisher) note(c amqp091.Confirmation, l *ledger, sequence func(uint64) int) {
	if c.Ack {
		l.confirm(p.queues, identity{p.number, sequence(c.DeliveryTag)})
	}
}

// consumer acknowledges what a queue delivers, in batches.
type consumer struct {
	queue  string
	ledger *ledger
	batch  int
	last   map[int]int // highest sequence number yet, by publisher
	open   []identity  // acknowledged, and not known to be on disk
	marked int         // how many of open the outstanding marker covers
}

func (c *consumer) consume(ch *amqp091.Channel, gone <-chan *amqp091.Error) error {
	if err := errors.Join(ch.Confirm(false), ch.Qos(c.batch+100, 0, false)); err != nil {
		return err
	}
	confirms := ch.NotifyPublish(make(chan amqp091.Confirmation, 1))
	deliveries, err := ch.Consume(c.queue, "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	var waiting []identity // delivered, and not acknowledged
	for {
		select {
		case <-gone:
			return amqp091.ErrClosed
		case confirm, isOpen := <-confirms:
			if !isOpen {
				return amqp091.ErrClosed
			}
			c.cover(confirm)
		case d, isOpen := <-deliveries:
			if !isOpen {
				return amqp091.ErrClosed
			}
			if id, ok := c.see(d.Body); ok {
				waiting = append(waiting, id)
			}
			if len(waiting) < c.batch && c.marked == 0 {
				continue
			}
			if err := d.Ack(true); err != nil {
				return err
			}
			c.ledger.set(c.queue, waiting, acked)
			c.open = append(c.open, waiting...)
			waiting = waiting[:0]
			if err := c.mark(ch); err != nil {
				return err
			}
		case <-time.After(time.Minute):
			return errors.New("queue " + c.queue + ": nothing was delivered for a minute under load")
		}
	}
}

// see takes one delivery, and tells whether it is a message of the load.
func (c *consumer) see(body []byte) (id identity, ok bool) {
	id, ok = parse(body)
	if !ok {
		c.ledger.fault(damaged)
		return id, false
	}
	if id.publisher == marker {
		return id, false
	}
	if last, seen := c.last[id.publisher]; seen && id.sequence <= last {
		c.ledger.fault(misordered)
	}
	c.last[id.publisher] = id.sequence
	c.ledger.deliver(c.queue, id)
	return id, true
}

// mark publishes a marker behind the acknowledgements sent so far, unless one
// is under way.
func (c *consumer) mark(ch *amqp091.Channel) error {
	if c.marked > 0 {
		return nil
	}
	c.marked = len(c.open)
	return ch.Publish("", c.queue, false, false, amqp091.Publishing{
		DeliveryMode: amqp091.Persistent, Body: identity{marker, 0}.body(),
	})
}

// cover notes that the marker, and so all before it, is on disk.
func (c *consumer) cover(confirm amqp091.Confirmation) {
	if confirm.Ack {
		c.ledger.set(c.queue, c.open[:c.marked], covered)
	}
	c.open, c.marked = c.open[c.marked:], 0
}
