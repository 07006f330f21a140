package amqp

import (
	"slices"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// VhostInfo is what there is to tell of a virtual host.
type VhostInfo struct {
	Name, Description      string
	Tags                   []string
	Limits                 wire.Table // MaxConnections and MaxQueues (SetVhostLimits)
	Ready, Unacked         int        // messages
	RecvBytes, SentBytes   uint64
	Stats                  MessageStats
	Queues, Exchanges, Use int // Use counts connections
}

// ExchangeInfo is what there is to tell of an exchange.
type ExchangeInfo struct {
	Vhost, Name, Type             string
	Durable, AutoDelete, Internal bool
	Arguments                     wire.Table
	Policy                        string // that applies; "" is none
	In, Out                       uint64 // messages published to it, and copies of them that reached queues
	Delayed                       int    // messages that wait for their time
}

// QueueInfo is what there is to tell of a queue.
type QueueInfo struct {
	Vhost, Name, Type              string
	Durable, AutoDelete, Exclusive bool
	Owner                          Client // the connection, of an exclusive queue
	Arguments                      wire.Table
	Policy, OperatorPolicy         string     // that apply; "" is none
	PolicySettings                 wire.Table // of both together

	Ready, Unacked           int
	ReadyBytes, UnackedBytes int64
	Consumers                []ConsumerInfo
	Capacity                 bool   // some consumer takes a message now
	SingleActive             string // tag of the consumer that x-single-active-consumer chose
	ExclusiveTag             string // tag of an exclusive consumer
	IdleSince                time.Time
	Head                     time.Time // the property timestamp of the first ready message
	Stats                    MessageStats
}

// BindingInfo is a binding. Source is empty for those that every queue has
// with the default exchange.
type BindingInfo struct {
	Vhost, Source, Destination string
	ToExchange                 bool
	Key                        string
	Arguments                  wire.Table
}

// Vhosts lists the virtual hosts, by name.
func (tx *Tx) Vhosts() []VhostInfo {
	list := []VhostInfo{}
	for _, vh := range ordered(tx.db.vhosts) {
		list = append(list, tx.vhostInfo(vh))
	}
	return list
}

// Vhost gives one virtual host.
func (tx *Tx) Vhost(name string) (VhostInfo, bool) {
	vh := tx.db.vhosts[name]
	if vh == nil {
		return VhostInfo{}, false
	}
	return tx.vhostInfo(vh), true
}

func (tx *Tx) vhostInfo(vh *vhost) VhostInfo {
	info := VhostInfo{
		Name: vh.name, Description: vh.description, Tags: vh.tags, Limits: slices.Clone(vh.limits), Stats: vh.stats(),
		Queues: len(vh.queues), Exchanges: len(vh.exchanges),
	}
	for _, q := range vh.queues {
		info.Ready += q.ready.count
		info.Unacked += q.unacked
	}
	for _, c := range tx.db.conns {
		if c.vhost == vh {
			info.Use++
			info.RecvBytes += c.Traffic.RecvBytes.Load()
			info.SentBytes += c.Traffic.SentBytes.Load()
		}
	}
	return info
}

// stats puts the confirms in, which are counted without the broker's lock.
func (vh *vhost) stats() MessageStats {
	s := vh.counter
	s.Confirm = vh.confirmed.Load()
	return s
}

// MessageStats counts over all virtual hosts since Open, those that are gone
// included.
func (tx *Tx) MessageStats() MessageStats { return tx.db.messageStats() }

func (db *DB) messageStats() MessageStats {
	sum := db.past
	for _, vh := range db.vhosts {
		sum.add(vh.stats())
	}
	return sum
}

// Exchanges lists those of a virtual host, by name.
func (tx *Tx) Exchanges(vhost string) []ExchangeInfo {
	list := []ExchangeInfo{}
	if vh := tx.db.vhosts[vhost]; vh != nil {
		for _, x := range ordered(vh.exchanges) {
			list = append(list, x.info())
		}
	}
	return list
}

// Exchange gives one exchange.
func (tx *Tx) Exchange(vhost, name string) (ExchangeInfo, bool) {
	if vh := tx.db.vhosts[vhost]; vh != nil && vh.exchanges[name] != nil {
		return vh.exchanges[name].info(), true
	}
	return ExchangeInfo{}, false
}

func (x *exchange) info() ExchangeInfo {
	info := ExchangeInfo{
		Vhost: x.vhost.name, Name: x.name, Type: x.kind, Durable: x.durable, AutoDelete: x.autoDelete,
		Internal: x.internal, Arguments: x.args, In: x.messages, Out: x.routed, Delayed: len(x.waiting),
	}
	if x.rule.policy != nil {
		info.Policy = x.rule.policy.Name
	}
	return info
}

// Queues lists those of a virtual host, by name.
func (tx *Tx) Queues(vhost string) []QueueInfo {
	list := []QueueInfo{}
	if vh := tx.db.vhosts[vhost]; vh != nil {
		for _, q := range ordered(vh.queues) {
			list = append(list, tx.queueInfo(q))
		}
	}
	return list
}

// Queue gives one queue.
func (tx *Tx) Queue(vhost, name string) (QueueInfo, bool) {
	if vh := tx.db.vhosts[vhost]; vh != nil && vh.queues[name] != nil {
		return tx.queueInfo(vh.queues[name]), true
	}
	return QueueInfo{}, false
}

// queueInfo looks at the front message only where it is in memory: a list must
// not read the disk.
func (tx *Tx) queueInfo(q *queue) QueueInfo {
	info := QueueInfo{
		Vhost: q.vhost.name, Name: q.name, Type: q.set.kind, Durable: q.durable, AutoDelete: q.autoDelete,
		Exclusive: q.exclusive, Arguments: q.args, Ready: q.ready.count, Unacked: q.unacked,
		ReadyBytes: q.ready.bytes, UnackedBytes: q.unackedB, Consumers: tx.consumersOf(q),
		IdleSince: time.UnixMilli(q.usedAt), Stats: q.counter, PolicySettings: q.rule.settings(),
	}
	if q.owner != nil {
		info.Owner = q.owner.client
	}
	if p := q.rule.policy; p != nil {
		info.Policy = p.Name
	}
	if p := q.rule.operator; p != nil {
		info.OperatorPolicy = p.Name
	}
	if q.active != nil {
		info.SingleActive = q.active.tag
	}
	for _, c := range q.consumers {
		info.Capacity = info.Capacity || c.ready()
		if c.exclusive {
			info.ExclusiveTag = c.tag
		}
	}
	if e := q.ready.front(); e != nil && e.msg != nil {
		info.Head = e.msg.timestamp()
	}
	return info
}

// timestamp is the property of that name; zero where there is none.
func (m *Message) timestamp() time.Time {
	p, err := wire.DecodeProperties(m.Properties)
	if err != nil || !p.Has(wire.HasTimestamp) {
		return time.Time{}
	}
	return time.Unix(int64(p.Timestamp), 0)
}

// Bindings lists those of a virtual host: first the ones that every queue has
// with the default exchange, then the others by source, in the order in which
// they were made.
func (tx *Tx) Bindings(vhost string) []BindingInfo {
	list := []BindingInfo{}
	vh := tx.db.vhosts[vhost]
	if vh == nil {
		return list
	}
	for _, name := range sortedKeys(vh.queues) {
		list = append(list, BindingInfo{Vhost: vhost, Destination: name, Key: name})
	}
	for name, x := range ordered(vh.exchanges) {
		for _, b := range x.bindings {
			list = append(list, BindingInfo{
				Vhost: vhost, Source: name, Destination: b.destination(), ToExchange: b.target != nil,
				Key: b.key, Arguments: b.args,
			})
		}
	}
	return list
}
