package amqp

import (
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/event"
)

// queue holds messages until they are acknowledged.
type queue struct {
	id    uint64 // never used again, so that the log can tell two queues of one name apart
	vhost *vhost
	name  string

	durable, exclusive, autoDelete bool
	owner                          *Conn // of an exclusive queue
	args                           wire.Table
	declared                       queueSettings // by its arguments
	rule                           rule          // the policies that count for it
	set                            queueSettings // in force: declared and policies together
	bindings                       []*binding

	stream    *stream // nil: it is none
	ready     ready
	nextSeq   uint64
	delivered uint64 // highest number of a message on disk that was delivered
	unacked   int    // deliveries outstanding
	unackedB  int64  // bytes of their bodies

	consumers []*consumer // by priority, the highest first; within one by age
	rounds    []round     // of the consumers, by priority: whose turn it is
	active    *consumer   // with x-single-active-consumer
	noCredit  bool        // no consumer could take a message when last asked
	resuming  bool        // in Tx.resume
	removed   bool
	walked    uint64 // the last walk that came here (route.go)

	usedAt  int64        // when it was last used, in Unix milliseconds: x-expires counts from here
	expiry  *timer       // of its front message
	unused  *timer       // of the queue itself
	ends    []uint64     // numbers of messages that ended in this Tx, for the log
	ending  bool         // in Tx.acked
	counter MessageStats // for statistics
}

func (q *queue) describe() string {
	return "queue '" + q.name + "' in vhost '" + q.vhost.name + "'"
}

// QueueDeclare says what queue.declare wants (section 1.7.2.1).
type QueueDeclare struct {
	Name                                    string // empty: the broker makes one up
	Passive, Durable, Exclusive, AutoDelete bool
	Arguments                               wire.Table
}

// QueueDeclared is the answer.
type QueueDeclared struct {
	Name      string
	Messages  int // ready ones
	Consumers int
}

// QueueDeclare makes a queue, or checks that the one of that name is what is
// wanted.
func (ch *Channel) QueueDeclare(tx *Tx, d QueueDeclare) (QueueDeclared, error) {
	c := ch.conn
	if err := ch.enter("queue.declare", d.Name); err != nil {
		return QueueDeclared{}, err
	}
	d.Name = strip(d.Name)
	if strings.HasPrefix(d.Name, directReplyTo) {
		return tx.declareReplies(c, d.Name)
	}
	if d.Passive {
		return ch.queueDeclarePassive(tx, d.Name)
	}
	if err := tx.nameQueue(&d); err != nil {
		return QueueDeclared{}, err
	}
	if err := c.may(configure, "queue", d.Name); err != nil {
		return QueueDeclared{}, err
	}
	if q := c.vhost.queues[d.Name]; q != nil {
		if err := q.equivalent(c, d); err != nil {
			return QueueDeclared{}, err
		}
		tx.use(q)
		return ch.declared(q), nil
	}
	if err := tx.roomForQueue(c.vhost, d.Name); err != nil {
		return QueueDeclared{}, err
	}
	if err := c.mayDeadLetter(d); err != nil {
		return QueueDeclared{}, err
	}
	settings, err := parseQueueArgs(c.vhost, d)
	if err != nil {
		return QueueDeclared{}, err
	}
	d.Durable = d.Durable && !d.Exclusive
	q := tx.addQueue(c.vhost, d, settings)
	if d.Exclusive {
		q.owner = c
		c.owned[q.id] = q
	}
	if q.durable && q.owner == nil {
		tx.logQueue(q, true)
	}
	tx.happened(event.Set, "queue", c.vhost, q.name, "")
	return ch.declared(q), nil
}

// nameQueue checks the name, or makes one up.
func (tx *Tx) nameQueue(d *QueueDeclare) error {
	if err := checkNames(d.Name); err != nil {
		return err
	}
	if strings.HasPrefix(d.Name, "amq.") {
		return Refuse(wire.AccessRefused, "queue name '", d.Name, "' contains reserved prefix 'amq.*'")
	}
	if d.Name != "" {
		return nil
	}
	if kind, _ := d.Arguments.Get("x-queue-type"); kind == "quorum" || kind == "stream" {
		return Refuse(wire.PreconditionFailed, "Cannot declare a server-named queue for type ", queueKinds[kind.(string)].module)
	}
	d.Name = tx.madeUpName("amq.gen-")
	return nil
}

func (ch *Channel) declared(q *queue) QueueDeclared {
	ch.lastQueue = q.name
	if q.stream != nil { // RabbitMQ does not count those who read a stream
		return QueueDeclared{Name: q.name, Messages: q.ready.count}
	}
	return QueueDeclared{q.name, q.ready.count, len(q.consumers)}
}

func (ch *Channel) queueDeclarePassive(tx *Tx, name string) (QueueDeclared, error) {
	q, err := ch.conn.queue(name)
	if err != nil {
		return QueueDeclared{}, err
	}
	tx.use(q)
	return ch.declared(q), nil
}

// addQueue makes a queue whose settings have been checked.
func (tx *Tx) addQueue(vh *vhost, d QueueDeclare, s queueSettings) *queue {
	tx.db.lastID++
	q := &queue{
		id: tx.db.lastID, vhost: vh, name: d.Name, durable: d.Durable, exclusive: d.Exclusive,
		autoDelete: d.AutoDelete, args: d.Arguments, declared: s, ready: newReady(s.maxPriority), nextSeq: 1,
	}
	if s.kind == "stream" {
		q.stream = &stream{}
	}
	vh.queues[d.Name] = q
	tx.db.stats.queuesDeclared++
	tx.govern(q)
	tx.use(q)
	return q
}

// named gives the queue called name, if the user may do that with it; an empty
// name means the one declared last on the channel.
func (ch *Channel) named(name string, a action) (*queue, error) {
	if name == "" {
		if name = ch.lastQueue; name == "" {
			return nil, errNoQueueDeclared
		}
	}
	if err := ch.conn.may(a, "queue", name); err != nil {
		return nil, err
	}
	return ch.conn.queue(name)
}

// QueueDelete removes a queue and gives the number of ready messages that
// went with it. A queue that is not there is no error.
func (ch *Channel) QueueDelete(tx *Tx, name string, ifUnused, ifEmpty bool) (int, error) {
	if err := ch.enter("queue.delete", name); err != nil {
		return 0, err
	}
	q, err := ch.named(strip(name), configure)
	if q == nil && err != nil && err != error(errNoQueueDeclared) && replyOf(err) == wire.NotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if err := q.checkDelete(ifUnused, ifEmpty); err != nil {
		return 0, err
	}
	if q.stream != nil { // neither condition counts, nor is told what went
		tx.removeQueue(q)
		return 0, nil
	}
	switch {
	case ifEmpty && q.ready.count > 0:
		return 0, Refuse(wire.PreconditionFailed, q.describe(), " not empty")
	case ifUnused && len(q.consumers) > 0:
		return 0, Refuse(wire.PreconditionFailed, q.describe(), " in use")
	}
	n := q.ready.count
	tx.removeQueue(q)
	return n, nil
}

// removeQueue takes a queue out of the broker. Consumers are told, outstanding
// deliveries are forgotten: acknowledging them later does nothing.
func (tx *Tx) removeQueue(q *queue) {
	if q.removed {
		return
	}
	q.removed = true
	delete(q.vhost.queues, q.name)
	if q.owner != nil {
		delete(q.owner.owned, q.id)
	}
	for _, b := range slices.Clone(q.bindings) {
		tx.removeBinding(b)
	}
	for _, c := range slices.Clone(q.consumers) {
		tx.cancelled(c)
	}
	for q.ready.count > 0 {
		e := q.ready.pop()
		tx.release(&e)
	}
	tx.db.timers.stop(&q.expiry)
	tx.db.timers.stop(&q.unused)
	tx.db.stats.queuesDeleted++
	if q.durable {
		tx.logQueue(q, false)
	}
	tx.happened(event.Deleted, "queue", q.vhost, q.name, "")
}

// QueuePurge drops all ready messages and gives their number.
func (ch *Channel) QueuePurge(tx *Tx, name string) (int, error) {
	if err := ch.enter("queue.purge", name); err != nil {
		return 0, err
	}
	q, err := ch.named(name, read)
	if err != nil {
		return 0, err
	}
	if q.stream != nil {
		return 0, q.noStream("queue.purge")
	}
	n := q.ready.count
	for q.ready.count > 0 {
		e := q.ready.pop()
		tx.end(q, &e)
	}
	tx.watchFront(q)
	return n, nil
}

// use restarts the clock of x-expires.
func (tx *Tx) use(q *queue) {
	q.usedAt = tx.ms
	if q.set.expires > 0 && q.unused == nil {
		q.unused = tx.db.timers.at(tx.ms+q.set.expires, func(tx *Tx) { tx.expireQueue(q) })
	}
}

// expireQueue removes a queue that nobody has used for x-expires; consumers
// count as use.
func (tx *Tx) expireQueue(q *queue) {
	q.unused = nil
	if len(q.consumers) > 0 {
		return // removing the last one starts the clock again
	}
	if due := q.usedAt + q.set.expires; due > tx.ms {
		q.unused = tx.db.timers.at(due, func(tx *Tx) { tx.expireQueue(q) })
		return
	}
	tx.removeQueue(q)
}

const nameAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// madeUpName is a prefix and 22 random characters, as RabbitMQ makes them.
func (tx *Tx) madeUpName(prefix string) string {
	name := []byte(prefix)
	for range 22 {
		name = append(name, nameAlphabet[tx.db.random.IntN(len(nameAlphabet))])
	}
	return string(name)
}
