package amqp_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// model is the broker's promises, written without care for speed: each queue
// is a sorted list. It foretells everything but which of several consumers,
// all of whom could take a message, gets it: there it holds the broker's
// choice against the rules (priority first, and nobody twice while another
// waits).
type model struct {
	queues []*modelQueue
	ms     int64
	events [][]string // expected, by connection
	gone   int        // the connection that is being closed: it hears nothing more; -1 is none, everyone is all
	chosen map[choice][]chosen
}

// everyone, in model.gone, is the broker's own end.
const everyone = 99

// choice is a message that was delivered from a queue in this step.
type choice struct {
	queue *modelQueue
	copy  string // the message and its deaths: a queue may hold several copies of one
}

// chosen is who got it, and with which tag: in what order the queues of a
// channel go on is the broker's affair.
type chosen struct {
	consumer *modelConsumer
	tag      int
}

// modelQueue is a queue and the arguments that it was declared with.
type modelQueue struct {
	name           string
	ttl, maxLength int64 // -1 is none
	rejects        bool  // x-overflow: reject-publish
	dead           int   // index of the queue that dead letters go to, -1
	priorities     bool
	limit          int // x-delivery-limit of a quorum queue, -1
	single         bool

	there     bool // declared
	bound     int  // when it was bound to amq.fanout; 0: it is not
	ready     []*modelEntry
	seq, life int
	consumers []*modelConsumer // by priority, then age
	active    *modelConsumer
}

// modelMessage is what was published.
type modelMessage struct {
	id         int
	priority   int
	expiration int64 // -1 is none
	persistent bool
	deaths     []death
	at         int64
}

type death struct {
	queue, reason string
	count         int
}

// modelEntry is a message in a queue.
type modelEntry struct {
	*modelMessage
	seq         int
	expires     int64 // 0 is never
	redelivered bool
	unsure      bool // it may be marked as redelivered, since the broker has restarted
	failed      int
}

type modelConsumer struct {
	channel  *modelChannel
	queue    *modelQueue
	tag      string
	noAck    bool
	priority int
	prefetch int
	unacked  int
	missed   map[*modelConsumer]int // how often each other was served while this one waited
}

type modelChannel struct {
	conn, number      int
	prefetch          int // for the channel
	perConsumer       int
	consumers         []*modelConsumer
	unacked           []*modelDelivery
	lastTag           int
	newTags           []int // of this step's deliveries: when sorted, they end in lastTag without a gap
	published         int
	confirms          []string // expected in this step
	confirm, tx       bool
	transactedPublish []transacted
	transactedSettle  []transactedSettle
}

type modelDelivery struct {
	tag      int
	queue    *modelQueue
	life     int // of the queue: it may have been deleted and declared again
	channel  *modelChannel
	consumer *modelConsumer
	entry    *modelEntry
}

type transacted struct {
	message *modelMessage
	targets []*modelQueue
	must    bool
}

type transactedSettle struct {
	delivery *modelDelivery
	ack      bool
	requeue  bool
}

// violation is a promise that the broker has broken; it is thrown with panic
// and caught where a program runs.
type violation string

func fail(format string, args ...any) { panic(violation(fmt.Sprintf(format, args...))) }

func (m *model) expect(conn int, format string, args ...any) {
	m.events[conn] = append(m.events[conn], fmt.Sprintf(format, args...))
}

// publish sends a message to queues; it tells whether one refused it.
func (m *model) publish(targets []*modelQueue, msg *modelMessage) (refused bool) {
	for _, q := range targets {
		if q.rejects && q.full() {
			refused = true
		}
	}
	targets = slices.DeleteFunc(slices.Clone(targets), func(q *modelQueue) bool { return q.rejects && q.full() })
	for _, q := range targets {
		m.enqueue(q, msg)
	}
	for _, q := range targets { // once all have it
		m.dispatch(q)
		m.overflow(q)
		m.expire(q)
	}
	return refused
}

func (q *modelQueue) full() bool { return q.maxLength >= 0 && int64(len(q.ready)) >= q.maxLength }

func (m *model) enqueue(q *modelQueue, msg *modelMessage) {
	q.seq++
	e := &modelEntry{modelMessage: msg, seq: q.seq}
	ttl := q.ttl
	if msg.expiration >= 0 && (ttl < 0 || msg.expiration < ttl) {
		ttl = msg.expiration
	}
	if ttl >= 0 {
		e.expires = m.ms + ttl
	}
	q.insert(e)
}

// insert puts an entry to its place: by priority, then age.
func (q *modelQueue) insert(e *modelEntry) {
	q.ready = append(q.ready, e)
	slices.SortFunc(q.ready, func(a, b *modelEntry) int {
		if q.priorities && a.priority != b.priority {
			return cmp.Compare(b.priority, a.priority)
		}
		return cmp.Compare(a.seq, b.seq)
	})
}

func (q *modelQueue) take(i int) *modelEntry {
	e := q.ready[i]
	q.ready = slices.Delete(q.ready, i, i+1)
	return e
}

// overflow drops from the front, as RabbitMQ does even in a priority queue.
func (m *model) overflow(q *modelQueue) {
	for !q.rejects && q.maxLength >= 0 && int64(len(q.ready)) > q.maxLength {
		m.bury(q, q.take(0), "maxlen")
	}
}

// expire ends what is over at the front.
func (m *model) expire(q *modelQueue) {
	for len(q.ready) > 0 && q.ready[0].expires != 0 && q.ready[0].expires <= m.ms {
		m.bury(q, q.take(0), "expired")
	}
}

// bury sends a dead letter on.
func (m *model) bury(q *modelQueue, e *modelEntry, reason string) {
	if q.dead < 0 {
		return
	}
	msg := *e.modelMessage
	msg.deaths = slices.Clone(msg.deaths)
	slices.Reverse(msg.deaths) // an accident of RabbitMQ, which clients see
	first := death{q.name, reason, 1}
	if i := slices.IndexFunc(msg.deaths, func(d death) bool { return d.queue == q.name && d.reason == reason }); i >= 0 {
		first.count = msg.deaths[i].count + 1
		msg.deaths = slices.Delete(msg.deaths, i, i+1)
	}
	msg.deaths = slices.Insert(msg.deaths, 0, first)
	msg.expiration, msg.at = -1, m.ms
	to := m.queues[q.dead]
	if to.there && (reason == "rejected" || !msg.cycles(to)) {
		m.publish([]*modelQueue{to}, &msg)
	}
}

// cycles: it died there before, with no rejection since.
func (msg *modelMessage) cycles(to *modelQueue) bool {
	for _, d := range msg.deaths {
		if d.reason == "rejected" {
			return false
		}
		if d.queue == to.name {
			return true
		}
	}
	return false
}

// dispatch delivers what can be delivered.
func (m *model) dispatch(q *modelQueue) {
	for len(q.ready) > 0 && q.there && m.gone != everyone {
		e := q.ready[0]
		if e.expires != 0 && e.expires <= m.ms && (e.expires < m.ms || e.redelivered || e.at != m.ms) && len(q.consumers) > 0 {
			m.bury(q, q.take(0), "expired")
			continue
		}
		eligible := q.eligible(m.gone)
		if len(eligible) == 0 {
			return
		}
		e = q.take(0)
		m.deliver(m.choose(q, e, eligible), e)
	}
}

// eligible are the consumers that may get the next message.
func (q *modelQueue) eligible(gone int) []*modelConsumer {
	var can []*modelConsumer
	for _, c := range q.consumers {
		switch {
		case gone == everyone || c.channel.conn == gone || !c.canTake() || (q.single && c != q.active):
			c.missed = nil
		case len(can) == 0 || can[0].priority == c.priority:
			can = append(can, c)
		}
	}
	return can
}

func (c *modelConsumer) canTake() bool {
	ch := c.channel
	held := 0
	for _, d := range ch.unacked {
		if d.consumer != nil {
			held++
		}
	}
	for _, s := range ch.transactedSettle { // until the commit
		if s.delivery.consumer != nil {
			held++
		}
	}
	return (c.noAck || c.prefetch == 0 || c.unacked < c.prefetch) && (ch.prefetch == 0 || held < ch.prefetch)
}

// choose looks up whom the broker has given the message.
func (m *model) choose(q *modelQueue, e *modelEntry, eligible []*modelConsumer) chosen {
	key := choice{q, fmt.Sprint(e.id, " ", e.deaths)}
	if len(m.chosen[key]) == 0 {
		fail("message %d of %s was not delivered, and %s could take it", e.id, q.name, eligible[0].tag)
	}
	got := m.chosen[key][0]
	c := got.consumer
	m.chosen[key] = m.chosen[key][1:]
	if !slices.Contains(eligible, c) {
		fail("message %d of %s went to %s, and it was the turn of %s", e.id, q.name, c.tag, eligible[0].tag)
	}
	for _, other := range eligible {
		if other == c {
			continue
		}
		if other.missed == nil {
			other.missed = map[*modelConsumer]int{}
		}
		if other.missed[c]++; other.missed[c] > 1 {
			fail("%s was served twice while %s waited", c.tag, other.tag)
		}
	}
	c.missed = nil
	return got
}

func (m *model) deliver(to chosen, e *modelEntry) {
	c := to.consumer
	ch := c.channel
	m.expect(ch.conn, "%s tag=%d %s", c.tag, to.tag, e.describe())
	ch.lastTag++
	ch.newTags = append(ch.newTags, to.tag)
	if !c.noAck {
		c.unacked++
		ch.unacked = append(ch.unacked, &modelDelivery{to.tag, c.queue, c.queue.life, ch, c, e})
		slices.SortFunc(ch.unacked, func(a, b *modelDelivery) int { return a.tag - b.tag })
	}
}

// describe writes what a client sees of a delivery.
func (e *modelEntry) describe() string {
	mark := strconv.FormatBool(e.redelivered)
	if e.unsure {
		mark = "?"
	}
	return fmt.Sprintf("%d redelivered=%s deaths=%v", e.id, mark, e.deaths)
}

// deathsOf reads the header x-death.
func deathsOf(headers wire.Table) (list []death) {
	v, _ := headers.Get("x-death")
	array, _ := v.(wire.Array)
	for _, d := range array {
		t, _ := d.(wire.Table)
		queue, _ := t.Get("queue")
		reason, _ := t.Get("reason")
		count, _ := t.Get("count")
		list = append(list, death{queue.(string), reason.(string), int(count.(int64))})
	}
	return list
}
