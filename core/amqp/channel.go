package amqp

import (
	"sync/atomic"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Channel is one stream of work on a connection: consumers, what they have
// not acknowledged, and the mode of publishing.
type Channel struct {
	conn *Conn
	ID   uint16

	prefetch      uint16 // for the whole channel (basic.qos with global); 0 is no limit
	perConsumer   uint16 // of consumers to come
	consumers     map[string]*consumer
	byAge         []*consumer // the same, in the order in which they came
	blocked       []*consumer // of them, those that had no room when it was their turn
	unacked       unacked
	lastTag       uint64 // of deliveries
	mode          mode
	published     uint64 // delivery tag of the last publish in confirm mode
	confirms      []confirm
	transaction   transaction
	replyConsumer *replyConsumer // of amq.rabbitmq.reply-to
	lastKey       string         // the routing key of the last publish, to use its string again
	lastQueue     string         // the queue declared last: what an empty name means
	gaps          bool           // a fault has swallowed a confirm
	overdue       *timer         // of the oldest delivery: see timeout.go
	closed        atomic.Bool
	counter       MessageStats  // Confirm is in confirmed
	confirmed     atomic.Uint64 // confirms told, by the connection's driver
}

type mode uint8

const (
	plainMode mode = iota
	confirmMode
	txMode
)

// confirm is a publish that the client waits for.
type confirm struct {
	tag  uint64
	upTo uint64 // the log's position that must be synced; 0: none
	nack bool
}

// OpenChannel opens a channel; its number must be free: 504 CHANNEL_ERROR. 530
// NOT_ALLOWED where the user may have no more of them.
func (tx *Tx) OpenChannel(c *Conn, id uint16) (*Channel, error) {
	if c.closed {
		return nil, ErrClosed
	}
	if c.channels[id] != nil {
		return nil, Refuse(wire.ChannelError, "second 'channel.open' seen")
	}
	if err := tx.roomForChannel(c.user); err != nil {
		return nil, err
	}
	if err := tx.db.ask("channel.open", ""); err != nil {
		return nil, err
	}
	ch := &Channel{conn: c, ID: id, consumers: map[string]*consumer{}}
	c.channels[id] = ch
	tx.db.stats.channelsOpened++
	return ch, nil
}

// CloseChannel ends a channel: consumers go, and what they had not
// acknowledged goes back.
func (tx *Tx) CloseChannel(ch *Channel) {
	if ch.closed.Swap(true) {
		return
	}
	tx.db.timers.stop(&ch.overdue)
	tx.db.stats.channelsClosed++
	delete(ch.conn.channels, ch.ID)
	tx.dropReplyConsumer(ch)
	for _, c := range ch.byAge { // without never changes the list it is given
		tx.removeConsumer(c)
	}
	tx.rollback(ch) // what was settled in a transaction goes back with the rest
	tx.requeueAll(ch)
}

// Closed tells that the channel has ended.
func (ch *Channel) Closed() bool { return ch.closed.Load() }

// Conn is the connection the channel is on.
func (ch *Channel) Conn() *Conn { return ch.conn }

// Qos sets the limit of unacknowledged deliveries: with global for the
// channel as a whole, otherwise for each consumer started from now on. 0 is
// no limit (RabbitMQ's meaning of basic.qos).
func (ch *Channel) Qos(tx *Tx, size uint32, count uint16, global bool) error {
	if err := ch.enter("basic.qos", ""); err != nil {
		return err
	}
	if size != 0 {
		return Refuse(wire.NotImplemented, "prefetch_size!=0 (", itoa(int64(size)), ")")
	}
	if !global {
		ch.perConsumer = count
		count = 0 // it ends a limit of the whole channel
	}
	ch.prefetch = count
	ch.resume(tx)
	ch.unblock(tx)
	return nil
}

// Flow stops and starts deliveries to the channel (channel.flow).
func (ch *Channel) Flow(tx *Tx, active bool) error {
	if err := ch.enter("channel.flow", ""); err != nil {
		return err
	}
	if !active {
		return Refuse(wire.NotImplemented, "active=false")
	}
	return nil
}

// resume has all queues that the channel consumes look for work again.
func (ch *Channel) resume(tx *Tx) {
	for _, c := range ch.byAge { // a map's order would not repeat with the seed
		tx.resumes(c.queue)
	}
}

// full tells that the channel takes no delivery: those that need no
// acknowledgement wait as well (rabbit_limiter:can_send).
func (ch *Channel) full() bool {
	return ch.prefetch > 0 && ch.unacked.prefetched+ch.transaction.prefetched >= int(ch.prefetch)
}
