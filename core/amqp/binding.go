package amqp

import (
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Bind says what queue.bind and exchange.bind want. Exchange-to-exchange
// bindings are RabbitMQ's extension.
type Bind struct {
	Source      string
	Destination string // a queue; empty means the one declared last on the channel
	ToExchange  bool   // the destination is an exchange
	Key         string
	Arguments   wire.Table
}

// Bind makes a binding; the same one again is no error. What is wrong is told
// in RabbitMQ's order: permissions, missing ends, arguments, another's queue.
func (ch *Channel) Bind(tx *Tx, d Bind) error {
	if err := ch.enter(d.class()+".bind", d.Destination); err != nil {
		return err
	}
	if err := ch.mayBind(&d); err != nil {
		return err
	}
	if err := checkNames(d.Key); err != nil {
		return err
	}
	b, err := ch.conn.bindingOf(d)
	if err != nil {
		return err
	}
	x := b.source
	if err := x.router.check(b); err != nil {
		return err
	}
	if err := ch.conn.mayUse(b.queue); err != nil {
		return err
	}
	if x.find(b) != nil {
		return nil
	}
	if err := tx.roomForBinding(x); err != nil {
		return err
	}
	tx.addBinding(b)
	if b.durable() {
		tx.logBinding(b, true)
	}
	return nil
}

// class is the AMQP class of the destination.
func (d *Bind) class() string {
	if d.ToExchange {
		return "exchange"
	}
	return "queue"
}

// Unbind removes a binding. One that is not there is no error, nor are ends
// that are not there, as in RabbitMQ.
func (ch *Channel) Unbind(tx *Tx, d Bind) error {
	if err := ch.enter(d.class()+".unbind", d.Destination); err != nil {
		return err
	}
	if err := ch.mayBind(&d); err != nil {
		return err
	}
	b, _ := ch.conn.bindingOf(d)
	if b == nil {
		return nil // what is not there is not bound
	}
	if b = b.source.find(b); b == nil {
		return nil
	}
	if err := ch.conn.mayUse(b.queue); err != nil {
		return err
	}
	tx.removeBinding(b)
	return nil
}

// mayBind fills in what the names leave out, and checks permissions.
func (ch *Channel) mayBind(d *Bind) error {
	c := ch.conn
	if d.Destination == "" && !d.ToExchange {
		if ch.lastQueue == "" {
			return errNoQueueDeclared
		}
		d.Destination = ch.lastQueue
		if d.Key == "" {
			d.Key = ch.lastQueue
		}
	}
	d.Source, d.Destination = strip(d.Source), strip(d.Destination)
	if err := c.may(write, d.class(), d.Destination); err != nil {
		return err
	}
	if d.Source == "" || (d.ToExchange && d.Destination == "") {
		return errDefaultExchange
	}
	if err := c.may(read, "exchange", d.Source); err != nil {
		return err
	}
	if x := c.vhost.exchanges[d.Source]; x != nil {
		return c.mayTopic(read, x, d.Key)
	}
	return nil
}

// bindingOf makes the binding that d describes: 404 where an end of it is not
// there. Arguments are sorted, since their order means nothing.
func (c *Conn) bindingOf(d Bind) (b *binding, err error) {
	b = &binding{key: d.Key, args: slices.Clone(d.Arguments)}
	slices.SortStableFunc(b.args, func(x, y wire.Field) int { return strings.Compare(x.Name, y.Name) })
	if b.source, err = c.vhost.exchange(d.Source); err != nil {
		return nil, err
	}
	if d.ToExchange {
		b.target, err = c.vhost.exchange(d.Destination)
	} else if b.queue = c.vhost.queues[d.Destination]; b.queue == nil {
		err = noQueue(c.vhost, d.Destination)
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// find gives the exchange's own binding that is the same as b.
func (x *exchange) find(b *binding) *binding {
	for _, have := range x.index[b.indexKey()] {
		if wire.Equal(have.args, b.args) {
			return have
		}
	}
	return nil
}

// bindingKey is what bindings of one exchange differ in, but for arguments.
type bindingKey struct {
	destination, key string
	toExchange       bool
}

func (b *binding) indexKey() bindingKey {
	return bindingKey{b.destination(), b.key, b.target != nil}
}

func (b *binding) destination() string {
	if b.queue != nil {
		return b.queue.name
	}
	return b.target.name
}

// durable: a binding lasts when both of its ends do.
func (b *binding) durable() bool {
	if b.queue != nil {
		return b.source.durable && b.queue.durable
	}
	return b.source.durable && b.target.durable
}

func (tx *Tx) addBinding(b *binding) {
	x := b.source
	x.bindings = append(x.bindings, b)
	if x.index == nil {
		x.index = map[bindingKey][]*binding{}
	}
	x.index[b.indexKey()] = append(x.index[b.indexKey()], b)
	x.router.add(b)
	if b.queue != nil {
		b.queue.bindings = append(b.queue.bindings, b)
	} else {
		b.target.incoming = append(b.target.incoming, b)
	}
}

// removeBinding takes a binding out, and its source with the last one where
// that is auto-delete.
func (tx *Tx) removeBinding(b *binding) {
	x := b.source
	i := slices.Index(x.bindings, b)
	if i < 0 {
		return
	}
	x.bindings = slices.Delete(x.bindings, i, i+1)
	if same := without(x.index[b.indexKey()], b); len(same) > 0 {
		x.index[b.indexKey()] = same
	} else {
		delete(x.index, b.indexKey())
	}
	x.router.remove(b)
	b.detach()
	if b.durable() && !b.endGone() {
		tx.logBinding(b, false)
	}
	if x.autoDelete && len(x.bindings) == 0 && x.vhost.exchanges[x.name] == x {
		tx.removeExchange(x)
	}
}

// endGone tells that the binding goes because one of its ends does: the log
// has that, and a crash must not leave the one without the other.
func (b *binding) endGone() bool {
	if b.queue != nil && b.queue.removed {
		return true
	}
	return b.source.removed || (b.target != nil && b.target.removed)
}

// detach takes the binding off its destination's list.
func (b *binding) detach() {
	var list *[]*binding
	if b.queue != nil {
		list = &b.queue.bindings
	} else {
		list = &b.target.incoming
	}
	if i := slices.Index(*list, b); i >= 0 {
		*list = slices.Delete(*list, i, i+1)
	}
}
