package amqp_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/world"
)

const (
	modelConns    = 3
	modelChannels = 3 // 1 confirms, 2 is plain, 3 is in tx mode
)

// modelRun is a broker beside its model.
type modelRun struct {
	world    world.World
	clock    *clock.Manual
	db       *amqp.DB
	model    *model
	options  amqp.Options
	born     [modelConns]int // when each connection was opened: a number
	births   int
	conns    []*amqp.Conn
	channels [][]*amqp.Channel // by connection
	mirrors  [][]*modelChannel // the same, in the model
	tags     map[string]*modelConsumer
	next     int // numbers messages and consumers
}

// newQueues are the queues of a program. Times end in different digits for
// each way of ending, so that no two things happen at one instant whose order
// nobody promises.
func newQueues() []*modelQueue {
	return []*modelQueue{
		{name: "expiring", ttl: 41, maxLength: -1, dead: 1, limit: -1},
		{name: "short", ttl: 84, maxLength: 4, dead: 2, limit: -1},
		{name: "plain", ttl: -1, maxLength: -1, dead: 0, limit: -1},
		{name: "quorum", ttl: -1, maxLength: -1, dead: 2, limit: 2},
		{name: "priority", ttl: -1, maxLength: 6, dead: -1, priorities: true, limit: -1},
		{name: "closed", ttl: -1, maxLength: 3, rejects: true, dead: 2, limit: -1},
		{name: "single", ttl: -1, maxLength: -1, dead: -1, limit: -1, single: true},
	}
}

// arguments are what the queue is declared with.
func (q *modelQueue) arguments(queues []*modelQueue) (t wire.Table) {
	if q.ttl >= 0 {
		t.Set("x-message-ttl", q.ttl)
	}
	if q.maxLength >= 0 {
		t.Set("x-max-length", q.maxLength)
	}
	if q.rejects {
		t.Set("x-overflow", "reject-publish")
	}
	if q.dead >= 0 {
		t.Set("x-dead-letter-exchange", "")
		t.Set("x-dead-letter-routing-key", queues[q.dead].name)
	}
	if q.priorities {
		t.Set("x-max-priority", int64(5))
	}
	if q.limit >= 0 {
		t.Set("x-queue-type", "quorum")
		t.Set("x-delivery-limit", int64(q.limit))
	}
	if q.single {
		t.Set("x-single-active-consumer", true)
	}
	return t
}

func newModelRun(w world.World, o amqp.Options) *modelRun {
	c := clock.NewManual(time.UnixMilli(1_700_000_000_000))
	w.Clock = c
	r := &modelRun{world: w, clock: c, options: o, model: &model{queues: newQueues(), ms: c.Now().UnixMilli(), gone: -1},
		channels: make([][]*amqp.Channel, modelConns), conns: make([]*amqp.Conn, modelConns), tags: map[string]*modelConsumer{}}
	r.model.events = make([][]string, modelConns)
	r.open()
	return r
}

func (r *modelRun) open() {
	db, err := amqp.Open(r.world, r.options)
	must(err)
	r.db, r.mirrors = db, nil
	for i := range modelConns {
		var mirrors []*modelChannel
		for n := range modelChannels {
			mirrors = append(mirrors, &modelChannel{conn: i, number: n, confirm: n == 0, tx: n == 2})
		}
		r.mirrors = append(r.mirrors, mirrors)
		must(r.db.Update(func(tx *amqp.Tx) error { return r.connect(tx, i) }))
	}
}

// restart closes the broker and opens it on the same files.
func (r *modelRun) restart() {
	if r.options.InMemory {
		return
	}
	must(r.db.Close())
	m := r.model
	m.gone = everyone
	slices.SortFunc(r.mirrors, func(a, b []*modelChannel) int { return r.born[a[0].conn] - r.born[b[0].conn] })
	for _, channels := range r.mirrors { // the oldest connection goes first
		m.close(channels...)
	}
	m.gone = -1
	for _, q := range m.queues {
		q.ready = slices.DeleteFunc(q.ready, func(e *modelEntry) bool { return !e.persistent && q.limit < 0 })
		for _, e := range q.ready {
			e.unsure = true // the log knows only up to which message it has delivered
		}
	}
	r.open()
	r.db.Tick(r.clock.Now())
	m.advance(r.clock.Now().UnixMilli())
	r.compareQueues()
}

func must(err error) {
	if err != nil {
		fail("unexpected: %v", err)
	}
}

func (r *modelRun) connect(tx *amqp.Tx, i int) (err error) {
	if r.conns[i], err = tx.Connect("guest", "/", amqp.Client{CancelNotify: true}); err != nil {
		return err
	}
	r.births++
	r.born[i] = r.births
	r.channels[i] = make([]*amqp.Channel, modelChannels)
	for n := range modelChannels {
		if err := r.openChannel(tx, i, n); err != nil {
			return err
		}
	}
	return nil
}

func (r *modelRun) openChannel(tx *amqp.Tx, i, n int) error {
	ch, err := tx.OpenChannel(r.conns[i], uint16(n+1))
	if err != nil {
		return err
	}
	r.channels[i][n] = ch
	switch n {
	case 0:
		return ch.ConfirmSelect()
	case 2:
		return ch.Select()
	}
	return nil
}

// step runs one operation on the broker and then in the model, and compares.
func (r *modelRun) step(o modelOp) {
	if o.kind == "restart" {
		r.restart()
		return
	}
	var answer string
	must(r.db.Update(func(tx *amqp.Tx) error {
		answer = o.broker(r, tx)
		return nil
	}))
	r.db.Tick(r.clock.Now())
	m := r.model
	var got [][]string
	got, m.chosen = r.hear()
	for i := range m.events {
		m.events[i] = nil
	}
	if want := o.model(r); want != forgive(want, answer) {
		fail("answered %q, not %q", answer, want)
	}
	m.advance(r.clock.Now().UnixMilli())
	for i, want := range m.events {
		compareEvents(i, want, got[i])
	}
	r.compareTags()
	r.compareConfirms()
	r.compareQueues()
}

// compareEvents holds what a connection was told against what was foretold,
// consumer by consumer: nobody promises an order between queues.
func compareEvents(conn int, want, got []string) {
	byConsumer := func(a, b string) int {
		a, _, _ = strings.Cut(a, " ")
		b, _, _ = strings.Cut(b, " ")
		return strings.Compare(a, b)
	}
	slices.SortStableFunc(want, byConsumer)
	slices.SortStableFunc(got, byConsumer)
	if len(want) > 0 && strings.HasPrefix(want[0], "cancel") { // in no promised order
		slices.Sort(want)
		slices.Sort(got)
	}
	for j, line := range want {
		if j < len(got) {
			got[j] = forgive(line, got[j])
		}
	}
	if !slices.Equal(want, got) {
		fail("connection %d was told\n  %s\nnot\n  %s", conn, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// forgive takes the redelivered flag out of got where want is not sure of it.
func forgive(want, got string) string {
	if !strings.Contains(want, "redelivered=?") {
		return got
	}
	return strings.NewReplacer("redelivered=true", "redelivered=?", "redelivered=false", "redelivered=?").Replace(got)
}

// hear takes what the broker has told the connections.
func (r *modelRun) hear() (events [][]string, by map[choice][]chosen) {
	by = map[choice][]chosen{}
	for i, conn := range r.conns {
		var lines []string
		for _, e := range conn.Drain(nil) {
			switch e.Kind {
			case amqp.Delivery:
				conn.Sent(e.Message.Size())
				c := r.tags[e.Consumer]
				if c == nil {
					fail("a delivery to %s, who is not known", e.Consumer)
				}
				key := choice{c.queue, fmt.Sprint(string(e.Message.Body), " ", deathsOf(e.Message.Headers()))}
				by[key] = append(by[key], chosen{c, int(e.Tag)})
				lines = append(lines, fmt.Sprintf("%s tag=%d %s", e.Consumer, e.Tag, seen(e.Message, e.Redelivered)))
			case amqp.Return:
				lines = append(lines, "return "+string(e.Message.Body))
			case amqp.Cancel:
				lines = append(lines, "cancel "+e.Consumer)
			default:
				fail("connection %d was told %d: %v", i, e.Kind, e.Err)
			}
		}
		events = append(events, lines)
	}
	return events, by
}

// compareTags: the deliveries of a channel are numbered without gaps.
func (r *modelRun) compareTags() {
	for _, mirrors := range r.mirrors {
		for _, ch := range mirrors {
			slices.Sort(ch.newTags)
			for i, tag := range ch.newTags {
				if tag != ch.lastTag-len(ch.newTags)+1+i {
					fail("channel %d.%d: tags %v, and the last is %d", ch.conn, ch.number, ch.newTags, ch.lastTag)
				}
			}
			ch.newTags = nil
		}
	}
}

// compareConfirms: each publish is confirmed once, in order, as soon as its Tx
// has ended: without OnDirty that syncs.
func (r *modelRun) compareConfirms() {
	for i, mirrors := range r.mirrors {
		var got []string
		last := mirrors[0].published - len(mirrors[0].confirms)
		r.channels[i][0].Confirms(func(tag uint64, multiple, nack bool) {
			for multiple && last+1 < int(tag) {
				last++
				got = append(got, fmt.Sprintf("%d nack=%t", last, nack))
			}
			last = int(tag)
			got = append(got, fmt.Sprintf("%d nack=%t", last, nack))
		})
		if !slices.Equal(mirrors[0].confirms, got) {
			fail("connection %d was confirmed %v, not %v", i, got, mirrors[0].confirms)
		}
		mirrors[0].confirms = nil
	}
}

// seen writes a message as modelEntry.describe does.
func seen(m *amqp.Message, redelivered bool) string {
	return fmt.Sprintf("%s redelivered=%t deaths=%v", m.Body, redelivered, deathsOf(m.Headers()))
}

// compareQueues holds sizes against the model's.
func (r *modelRun) compareQueues() {
	ready, unacked, consumers := 0, 0, 0
	must(r.db.Update(func(tx *amqp.Tx) error {
		for _, q := range r.model.queues {
			ready += len(q.ready)
			consumers += len(q.consumers)
			d, err := r.channels[0][1].QueueDeclare(tx, amqp.QueueDeclare{Name: q.name, Passive: true})
			if (err == nil) != q.there {
				fail("%s: declared %t, not %v", q.name, q.there, err)
			}
			if q.there && (d.Messages != len(q.ready) || d.Consumers != len(q.consumers)) {
				fail("%s has %d messages and %d consumers, not %d and %d", q.name, d.Messages, d.Consumers, len(q.ready), len(q.consumers))
			}
		}
		return nil
	}))
	for _, channels := range r.mirrors {
		for _, ch := range channels {
			for _, d := range ch.unacked {
				if d.life == d.queue.life {
					unacked++
				}
			}
			for _, s := range ch.transactedSettle {
				if s.delivery.life == s.delivery.queue.life {
					unacked++
				}
			}
		}
	}
	if s := r.db.Stats(); s.MessagesReady != ready || s.MessagesUnacked != unacked || s.Consumers != consumers {
		fail("%d ready, %d unacked, %d consumers in all, not %d, %d, %d", s.MessagesReady, s.MessagesUnacked, s.Consumers, ready, unacked, consumers)
	}
}
