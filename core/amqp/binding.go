package amqp

import (
	"slices"

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

// Bind makes a binding; the same one again is no error.
func (ch *Channel) Bind(tx *Tx, d Bind) error {
	if err := ch.enter(d.class()+".bind", d.Destination); err != nil {
		return err
	}
	b, err := ch.findBinding(tx, &d)
	if err != nil || b != nil {
		return err
	}
	c := ch.conn
	x := c.vhost.exchanges[d.Source]
	b = &binding{source: x, key: d.Key, args: d.Arguments}
	if d.ToExchange {
		b.target = c.vhost.exchanges[d.Destination]
	} else {
		b.queue = c.vhost.queues[d.Destination]
	}
	if err := checkNames(b.key); err != nil {
		return err
	}
	if err := x.router.check(b); err != nil {
		return err
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

// Unbind removes a binding; one that is not there is no error, as in RabbitMQ.
func (ch *Channel) Unbind(tx *Tx, d Bind) error {
	if err := ch.enter(d.class()+".unbind", d.Destination); err != nil {
		return err
	}
	b, err := ch.findBinding(tx, &d)
	if err != nil || b == nil {
		return err
	}
	tx.removeBinding(b)
	return nil
}

// findBinding checks both ends and gives the binding, if it is there. It
// fills in the destination's name.
func (ch *Channel) findBinding(tx *Tx, d *Bind) (*binding, error) {
	c := ch.conn
	if d.Destination == "" && !d.ToExchange {
		if ch.lastQueue == "" {
			return nil, Refuse(wire.NotFound, "no previously declared queue")
		}
		d.Destination = ch.lastQueue
		if d.Key == "" {
			d.Key = ch.lastQueue
		}
	}
	if d.Source == "" || (d.ToExchange && d.Destination == "") {
		return nil, Refuse(wire.AccessRefused, "operation not permitted on the default exchange")
	}
	if err := c.may(write, d.class(), d.Destination); err != nil {
		return nil, err
	}
	if err := c.may(read, "exchange", d.Source); err != nil {
		return nil, err
	}
	return ch.lookupBinding(d)
}

func (ch *Channel) lookupBinding(d *Bind) (*binding, error) {
	c := ch.conn
	if !d.ToExchange {
		if _, err := c.queue(d.Destination); err != nil {
			return nil, err
		}
	}
	x, err := c.vhost.exchange(d.Source)
	if err != nil {
		return nil, err
	}
	if d.ToExchange {
		if _, err := c.vhost.exchange(d.Destination); err != nil {
			return nil, err
		}
	}
	for _, b := range x.index[bindingKey{d.Destination, d.Key, d.ToExchange}] {
		if wire.Equal(b.args, d.Arguments) {
			return b, nil
		}
	}
	return nil, nil
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
	list := &[]*binding{}
	if b.queue != nil {
		list = &b.queue.bindings
	} else {
		list = &b.target.incoming
	}
	if i := slices.Index(*list, b); i >= 0 {
		*list = slices.Delete(*list, i, i+1)
	}
}
