package amqp

import (
	"strconv"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// What this file and inspect_topology.go give are copies: they may be kept
// after the Tx. Argument tables are shared, and nobody changes them.

// ConnInfo is what there is to tell of a connection.
type ConnInfo struct {
	Client
	ID          uint64
	User, Vhost string
	Since       time.Time
	Channels    int
	Blocked     bool // it has published while memory or disk ran short, and has to wait

	RecvBytes, RecvReads, SentBytes, SentWrites uint64
}

// ChannelInfo is what there is to tell of a channel.
type ChannelInfo struct {
	Conn          ConnInfo
	Number        uint16
	Consumers     []ConsumerInfo
	Confirm, Tx   bool
	Prefetch      uint16 // of consumers to come
	Global        uint16 // of the whole channel
	Unacked       int
	Unconfirmed   int
	Uncommitted   int // publishes of a transaction
	AcksWaiting   int // acknowledgements of a transaction
	Stats         MessageStats
	ReplyConsumer bool // consumes amq.rabbitmq.reply-to
}

// Name is the channel's in RabbitMQ's lists: the connection's with a number.
func (c *ChannelInfo) Name() string {
	return c.Conn.Name + " (" + strconv.Itoa(int(c.Number)) + ")"
}

// ConsumerInfo is what there is to tell of a consumer.
type ConsumerInfo struct {
	Conn             ConnInfo
	Channel          uint16
	Vhost, Queue     string
	Tag              string
	NoAck, Exclusive bool
	Active           bool // gets messages: not one of those that wait behind a single active consumer
	SingleActive     bool // the queue has but one that is active
	Stream           bool // it reads a stream
	Prefetch         int
	Unacked          int
	Arguments        wire.Table
}

// Connections lists the clients, the oldest first.
func (tx *Tx) Connections() []ConnInfo {
	list := []ConnInfo{}
	for _, c := range ordered(tx.db.conns) {
		list = append(list, tx.connInfo(c))
	}
	return list
}

func (tx *Tx) connInfo(c *Conn) ConnInfo {
	return ConnInfo{
		Client: c.client, ID: c.id, User: c.user.name, Vhost: c.vhost.name, Since: c.since,
		Channels: len(c.channels), Blocked: c.Blocked(),
		RecvBytes: c.Traffic.RecvBytes.Load(), RecvReads: c.Traffic.RecvReads.Load(),
		SentBytes: c.Traffic.SentBytes.Load(), SentWrites: c.Traffic.SentWrites.Load(),
	}
}

// CloseNamed has the broker end the connections of that name (320
// CONNECTION_FORCED, with the reason), and tells how many there were.
func (tx *Tx) CloseNamed(name, reason string) (n int) {
	for _, c := range ordered(tx.db.conns) {
		if c.client.Name == name {
			tx.CloseConn(c, Refuse(wire.ConnectionForced, reason))
			n++
		}
	}
	return n
}

// Channels lists the channels of all connections.
func (tx *Tx) Channels() []ChannelInfo {
	list := []ChannelInfo{}
	for _, c := range ordered(tx.db.conns) {
		for _, ch := range ordered(c.channels) {
			list = append(list, tx.channelInfo(ch))
		}
	}
	return list
}

// channelInfo counts confirms by what the connection's driver has told so far,
// which it does without the broker's lock.
func (tx *Tx) channelInfo(ch *Channel) ChannelInfo {
	info := ChannelInfo{
		Conn: tx.connInfo(ch.conn), Number: ch.ID, Consumers: []ConsumerInfo{},
		Confirm: ch.mode == confirmMode, Tx: ch.mode == txMode,
		Prefetch: ch.perConsumer, Global: ch.prefetch, Unacked: ch.unacked.count,
		Uncommitted: len(ch.transaction.publishes), AcksWaiting: len(ch.transaction.settlements),
		Stats: ch.counter, ReplyConsumer: ch.replyConsumer != nil,
	}
	info.Stats.Confirm = ch.confirmed.Load()
	info.Unconfirmed = int(ch.published - min(info.Stats.Confirm, ch.published))
	for _, c := range ch.byAge {
		info.Consumers = append(info.Consumers, tx.consumerInfo(c))
	}
	return info
}

// Consumers lists the consumers of all queues, queue by queue.
func (tx *Tx) Consumers() []ConsumerInfo {
	list := []ConsumerInfo{}
	tx.db.eachQueue(func(q *queue) { list = append(list, tx.consumersOf(q)...) })
	return list
}

func (tx *Tx) consumersOf(q *queue) []ConsumerInfo {
	list := []ConsumerInfo{}
	for _, c := range q.consumers {
		list = append(list, tx.consumerInfo(c))
	}
	return list
}

func (tx *Tx) consumerInfo(c *consumer) ConsumerInfo {
	return ConsumerInfo{
		Conn: tx.connInfo(c.channel.conn), Channel: c.channel.ID,
		Vhost: c.queue.vhost.name, Queue: c.queue.name, Tag: c.tag, NoAck: c.noAck, Exclusive: c.exclusive,
		Active: !c.queue.set.singleActive || c.queue.active == c, SingleActive: c.queue.set.singleActive, Stream: c.queue.stream != nil, Prefetch: c.prefetch, Unacked: c.unacked,
		Arguments: c.args,
	}
}

// Activity counts the comings and goings since Open.
type Activity struct {
	ConnectionsOpened, ConnectionsClosed uint64
	ChannelsOpened, ChannelsClosed       uint64
	QueuesDeclared, QueuesDeleted        uint64
}

// Activity counts.
func (tx *Tx) Activity() Activity {
	s := &tx.db.stats
	return Activity{s.connectionsOpened, s.connectionsClosed, s.channelsOpened, s.channelsClosed,
		s.queuesDeclared, s.queuesDeleted}
}

// Alarms lists what runs short: "disk", "memory".
func (tx *Tx) Alarms() []string { return sortedKeys(tx.db.alarms) }
