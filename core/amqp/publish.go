package amqp

import (
	"slices"
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Publish says what basic.publish wants. All of it is copied.
type Publish struct {
	Exchange, Key        []byte
	Mandatory, Immediate bool
	Properties           []byte // property flags and list, as on the wire; empty is none
	Body                 []byte
}

// noProperties is the property list of a message without any.
var noProperties = []byte{0, 0}

// CheckPublish is the part of Publish that needs only the method: what is
// wrong with it is told before the content comes.
func (ch *Channel) CheckPublish(tx *Tx, p *Publish) error {
	c := ch.conn
	if len(p.Exchange) > maxName || len(p.Key) > maxName {
		return checkNames(string(p.Exchange), string(p.Key))
	}
	if p.Immediate {
		return Refuse(wire.NotImplemented, "immediate=true")
	}
	x, ok := c.vhost.exchanges[string(p.Exchange)]
	if !ok {
		if err := c.may(write, "exchange", string(p.Exchange)); err != nil {
			return err
		}
		return noExchange(c.vhost, string(p.Exchange))
	}
	if err := c.may(write, "exchange", x.name); err != nil {
		return err
	}
	if x.internal {
		return Refuse(wire.AccessRefused, "cannot publish to internal ", x.describe())
	}
	if len(c.user.topics) > 0 {
		return c.mayTopic(write, x, string(p.Key))
	}
	return nil
}

// Publish routes a message to queues. In confirm mode its number is the
// channel's next, and Confirms tells when it is safe; in tx mode it waits for
// Commit.
func (ch *Channel) Publish(tx *Tx, p Publish) error {
	if ch.closed.Load() {
		return ErrClosed
	}
	if err := ch.CheckPublish(tx, &p); err != nil {
		return err
	}
	m, err := ch.message(tx, &p)
	if err != nil {
		return err
	}
	fault := tx.db.world.Call(tx.now, "amqp", "basic.publish", p.Exchange)
	effect := asFault(fault)
	if fault != nil && effect == nil {
		return fault
	}
	ch.counter.Publish++
	ch.conn.vhost.counter.Publish++
	tx.block(ch.conn)
	switch {
	case effect != nil && ch.mode != txMode:
		ch.publishFaulty(tx, m, effect)
	case ch.mode == txMode:
		return ch.publishLater(tx, m, effect)
	default:
		upTo, rejected := ch.send(tx, m)
		ch.number(tx, upTo, rejected)
		tx.throttle(ch.conn)
	}
	return nil
}

// number gives a publish in confirm mode its tag, to be confirmed once the
// log is synced up to upTo.
func (ch *Channel) number(tx *Tx, upTo uint64, rejected bool) {
	if ch.mode != confirmMode {
		return
	}
	ch.published++
	ch.confirms = append(ch.confirms, confirm{ch.published, upTo, rejected})
	tx.touch(ch.conn)
	ch.conn.confirm = max(ch.conn.confirm, upTo)
	tx.Await(ch.conn, upTo)
}

// send routes a message and returns it where it is mandatory and nobody wants
// it. It gives the log's position that must be synced before it is safe.
func (ch *Channel) send(tx *Tx, m *Message) (upTo uint64, rejected bool) {
	x := ch.conn.vhost.exchanges[m.Exchange]
	if x == nil { // deleted since the publish, under a fault
		return 0, false
	}
	a := tx.address(x, m)
	upTo, rejected = ch.forward(tx, a)
	tx.recycle(a.queues)
	return upTo, rejected
}

// addressed is a message with where it goes. All three are empty for one that
// goes nowhere, or to who waits for a direct reply.
type addressed struct {
	message *Message
	queues  []*queue
	delayed *exchange // holds it back
	delay   int64     // for so many milliseconds
}

// address routes a message that was published to x.
func (tx *Tx) address(x *exchange, m *Message) addressed {
	a := addressed{message: m}
	if isReply(m) {
		return a
	}
	x.messages++
	if d := x.delayOf(m); d > 0 {
		a.delayed, a.delay = x, d
		return a
	}
	a.queues = tx.route(x, m)
	x.routed += uint64(len(a.queues))
	return a
}

// forward puts a message where it goes, or returns it. rejected: a queue is
// full and has x-overflow reject-publish.
func (ch *Channel) forward(tx *Tx, a addressed) (upTo uint64, rejected bool) {
	m, routed := a.message, false
	switch {
	case isReply(m):
		tx.reply(m) // counts as routed nowhere, even if it is taken
	case a.delay > 0:
		upTo, routed = tx.delay(a.delayed, m, a.delay), true
	default:
		upTo, routed, rejected = tx.spread(a.queues, m)
	}
	if !routed {
		ch.counter.unroutable(m.mandatory)
		ch.conn.vhost.counter.unroutable(m.mandatory)
		if m.mandatory {
			tx.tell(ch.conn, Event{Kind: Return, Channel: ch, Message: m, Err: &Error{Reply: wire.NoRoute, Text: "NO_ROUTE"}})
		}
	}
	return upTo, rejected
}

// message makes the message that all queues share.
func (ch *Channel) message(tx *Tx, p *Publish) (*Message, error) {
	if err := tx.CheckSize(uint64(len(p.Body))); err != nil {
		return nil, err
	}
	if len(p.Properties) == 0 {
		p.Properties = noProperties
	}
	scan, err := wire.ScanProperties(p.Properties)
	if err != nil {
		return nil, err
	}
	if err := ch.addressReplies(p, scan.ReplyTo); err != nil {
		return nil, err
	}
	if err := ch.checkUserID(scan.UserID); err != nil {
		return nil, err
	}
	m, err := newMessage(ch.intern(p.Exchange), ch.internKey(p.Key), p.Properties, p.Body, &scan)
	if err != nil {
		return nil, err
	}
	m.mandatory, m.at = p.Mandatory, tx.ms
	if m.hasHeaders {
		err = readCopies(m, p)
	}
	return m, err
}

// newMessage copies properties and body, and takes from the scan of the
// properties what queues go by.
func newMessage(exchange, key string, props, body []byte, scan *wire.Scan) (*Message, error) {
	content := make([]byte, len(props)+len(body))
	copy(content, props)
	copy(content[len(props):], body)
	m := &Message{
		Exchange: exchange, Key: key,
		Properties: content[:len(props):len(props)], Body: content[len(props):],
		priority: scan.Priority, persistent: scan.DeliveryMode == wire.Persistent, hasHeaders: scan.HasHeaders,
	}
	if mode := scan.DeliveryMode; scan.Present&wire.HasDeliveryMode != 0 && mode != wire.Transient && mode != wire.Persistent {
		return nil, Refuse(wire.PreconditionFailed, "invalid message: {delivery_mode_unknown,", strconv.Itoa(int(mode)), "}")
	}
	if scan.Expiration != nil {
		m.hasTTL = true
		var err error
		if m.ttl, err = parseExpiration(string(scan.Expiration)); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// parseExpiration reads the property expiration: whole milliseconds, as
// Erlang's string:to_integer reads them.
func parseExpiration(s string) (int64, error) {
	digits := strings.TrimLeft(s, "+-")
	end := len(digits)
	for i := range digits {
		if digits[i] < '0' || digits[i] > '9' {
			end = i
			break
		}
	}
	var problem string
	n, err := strconv.ParseInt(s[:len(s)-len(digits)+end], 10, 64)
	switch {
	case err != nil && end == 0, len(s)-len(digits) > 1:
		problem = "no_integer"
	case end < len(digits):
		problem = "{leftover_string," + strconv.Quote(digits[end:]) + "}"
	case err != nil:
		problem = "{value_too_large," + s + "}"
	default:
		problem = badDuration(n)
	}
	if problem != "" {
		return 0, Refuse(wire.PreconditionFailed, "invalid expiration '", s, "': ", problem)
	}
	return n, nil
}

// checkUserID holds the property user-id, where it is given, against the
// connection's user (RabbitMQ's validated user-id).
func (ch *Channel) checkUserID(id []byte) error {
	if id == nil || string(id) == ch.conn.user.name || ch.conn.user.has("impersonator") {
		return nil
	}
	return Refuse(wire.PreconditionFailed, "user_id property set to '", string(id),
		"' but authenticated user was '", ch.conn.user.name, "'")
}

// intern gives the exchange's own string.
func (ch *Channel) intern(name []byte) string {
	if x := ch.conn.vhost.exchanges[string(name)]; x != nil {
		return x.name
	}
	return string(name)
}

// internKey spares a copy where the same key comes again and again.
func (ch *Channel) internKey(key []byte) string {
	if ch.lastKey != string(key) {
		ch.lastKey = string(key)
	}
	return ch.lastKey
}

// spread puts m into queues, and into the log once for all that are durable.
// rejected: one is full and has x-overflow reject-publish.
func (tx *Tx) spread(queues []*queue, m *Message) (upTo uint64, routed, rejected bool) {
	if len(queues) == 0 {
		return 0, false, false
	}
	taking := queues
	if slices.ContainsFunc(queues, func(q *queue) bool { return !q.open(m) }) {
		taking, rejected = tx.refuse(queues, m), true
	}
	place, share, upTo := tx.logMessage(taking, m)
	for _, q := range taking { // all of them first: the log has the numbers that are next now
		tx.enqueue(q, m, place, share)
	}
	for _, q := range taking {
		tx.handOn(q)
	}
	return upTo, true, rejected
}

// refuse has full queues refuse m, and gives the others.
func (tx *Tx) refuse(queues []*queue, m *Message) (open []*queue) {
	for _, q := range queues {
		if q.open(m) {
			open = append(open, q)
		} else {
			tx.refuseOverflow(q, m)
		}
	}
	return open
}

// enqueue adds m to the back of q.
func (tx *Tx) enqueue(q *queue, m *Message, place place, share uint32) {
	e := entry{seq: q.nextSeq, msg: m, size: uint32(len(m.Body)), expires: q.expiryOf(m, tx.ms)}
	if q.logs(m) {
		e.at, e.share, e.flags = place, share, stored
	}
	q.nextSeq++
	q.counter.Publish++
	if q.stream != nil {
		tx.appended(q, &e)
	}
	tx.page(q, &e)
	if e.msg != nil {
		tx.db.held += m.Size()
	}
	q.ready.push(e, m.priority)
}

// handOn is what follows an enqueue: a consumer that waits gets the message at
// once, or it is one too many, or its time is over already.
func (tx *Tx) handOn(q *queue) {
	tx.dispatch(q)
	if q.stream != nil {
		tx.retain(q)
		return
	}
	if q.ready.count > 0 {
		tx.overflow(q)
		tx.expireFront(q)
	}
}

// logs tells that the queue's copy of m belongs into the log. Quorum queues
// and streams keep every message.
func (q *queue) logs(m *Message) bool {
	return q.durable && q.owner == nil && (m.persistent || q.quorum() || q.stream != nil)
}

// CheckSize refuses a body that is too large before it has come.
func (tx *Tx) CheckSize(n uint64) error {
	if limit := tx.db.opts.MaxMessageSize; n > uint64(limit) {
		return Refuse(wire.PreconditionFailed, "message size ", strconv.FormatUint(n, 10),
			" is larger than configured max size ", strconv.Itoa(limit))
	}
	return nil
}
