package amqp

import (
	"slices"
	"strings"
	"sync/atomic"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// vhost is a virtual host: names of exchanges and queues mean something
// within one.
type vhost struct {
	name      string
	exchanges map[string]*exchange
	queues    map[string]*queue
	policies  map[string]*policy
	operators map[string]*policy // operators' policies

	description string // of these two the broker keeps no more than the words
	tags        []string
	limits      wire.Table // see SetVhostLimits

	counter   MessageStats  // Confirm is in confirmed
	confirmed atomic.Uint64 // by the connections' drivers
}

// predeclared are the exchanges that every virtual host has (section 3.1.3,
// and RabbitMQ's own).
var predeclared = []struct{ name, kind string }{
	{"", Direct}, {"amq.direct", Direct}, {"amq.fanout", Fanout}, {"amq.topic", Topic},
	{"amq.headers", Headers}, {"amq.match", Headers}, {"amq.rabbitmq.trace", Topic},
}

// addVhost makes a virtual host; where there is one it is left alone.
func (tx *Tx) addVhost(name string) *vhost {
	if vh := tx.db.vhosts[name]; vh != nil {
		return vh
	}
	vh := newVhost(name)
	tx.db.vhosts[name] = vh
	tx.logVhost(vh, true)
	return vh
}

func newVhost(name string) *vhost {
	vh := &vhost{name: name, exchanges: map[string]*exchange{}, queues: map[string]*queue{}, policies: map[string]*policy{}, operators: map[string]*policy{}}
	for _, p := range predeclared {
		x := newExchange(vh, p.name, p.kind)
		x.durable, x.internal = true, p.name == "amq.rabbitmq.trace"
		vh.exchanges[p.name] = x
	}
	return vh
}

// PutVhost makes a virtual host, or changes its description and tags, which
// are words for those who look at it.
func (tx *Tx) PutVhost(name, description string, tags []string) {
	vh := tx.addVhost(name)
	vh.description, vh.tags = description, slices.Clone(tags)
	tx.logVhost(vh, true)
}

// DeleteVhost removes a virtual host with all that is in it, and closes its
// connections.
func (tx *Tx) DeleteVhost(name string) error {
	vh := tx.db.vhosts[name]
	if vh == nil {
		return noVhost(name)
	}
	for _, c := range ordered(tx.db.conns) {
		if c.vhost == vh {
			tx.CloseConn(c, Refuse(wire.ConnectionForced, "vhost '", name, "' is deleted"))
		}
	}
	for _, q := range ordered(vh.queues) {
		tx.removeQueue(q)
	}
	delete(tx.db.vhosts, name)
	tx.db.past.add(vh.stats())
	for _, u := range ordered(tx.db.users) {
		if had := u.leaveTopics(name); had || u.permissions[name] != nil {
			delete(u.permissions, name)
			tx.logUser(u)
		}
	}
	tx.logVhost(vh, false)
	return nil
}

func (vh *vhost) exchange(name string) (*exchange, error) {
	if x := vh.exchanges[name]; x != nil {
		return x, nil
	}
	return nil, noExchange(vh, name)
}

// queue finds a queue that the connection may use: 404, or 405 for another's
// exclusive one.
func (c *Conn) queue(name string) (*queue, error) {
	q := c.vhost.queues[name]
	if q == nil {
		return nil, noQueue(c.vhost, name)
	}
	return q, c.mayUse(q)
}

// mayUse gives 405 for another's exclusive queue; nil is no queue.
func (c *Conn) mayUse(q *queue) error {
	if q != nil && q.owner != nil && q.owner != c {
		return locked(q)
	}
	return nil
}

// strip takes out the line ends that RabbitMQ does not want in names.
func strip(name string) string {
	if strings.ContainsAny(name, "\r\n") {
		name = strings.NewReplacer("\r", "", "\n", "").Replace(name)
	}
	return name
}
