package amqp

import (
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/event"
)

// The types of exchanges.
const (
	Direct  = "direct"
	Fanout  = "fanout"
	Topic   = "topic"
	Headers = "headers"
	Delayed = "x-delayed-message" // holds messages back by their header x-delay
)

// exchange routes messages to the destinations that are bound to it.
type exchange struct {
	vhost *vhost
	name  string
	kind  string // as declared
	args  wire.Table

	durable, autoDelete, internal bool

	router    router // by kind; of a delayed exchange by x-delayed-type
	bindings  []*binding
	index     map[bindingKey][]*binding // the same, by where they lead and their key
	incoming  []*binding                // exchange-to-exchange bindings that end here
	alternate string                    // alternate-exchange, of the arguments or the policy
	rule      rule                      // the policies that count for it
	messages  uint64                    // published to it
	routed    uint64                    // copies of them that reached queues
	removed   bool
	walked    uint64 // the last walk's round that came here (route.go)

	// Of a delayed exchange: the messages that wait for their time, by number.
	id      uint64
	nextSeq uint64
	waiting map[uint64]*entry
}

// binding is a rule that sends messages of source on.
type binding struct {
	source *exchange
	queue  *queue    // the destination: this one
	target *exchange // or this one
	key    string
	args   wire.Table
}

func newExchange(vh *vhost, name, kind string) *exchange {
	return &exchange{vhost: vh, name: name, kind: kind, router: newRouter(kind)}
}

func (x *exchange) describe() string {
	return "exchange '" + x.name + "' in vhost '" + x.vhost.name + "'"
}

// ExchangeDeclare says what exchange.declare wants (section 1.6.2.1, and
// RabbitMQ's auto-delete and internal).
type ExchangeDeclare struct {
	Name, Type                             string
	Passive, Durable, AutoDelete, Internal bool
	Arguments                              wire.Table // alternate-exchange, x-delayed-type
}

// ExchangeDeclare makes an exchange, or checks that the one of that name is
// what is wanted.
func (ch *Channel) ExchangeDeclare(tx *Tx, d ExchangeDeclare) error {
	c := ch.conn
	if err := ch.enter("exchange.declare", d.Name); err != nil {
		return err
	}
	d.Name = strip(d.Name)
	if d.Passive {
		if d.Name == "" {
			return errDefaultExchange
		}
		_, err := c.vhost.exchange(d.Name)
		return err
	}
	if err := checkNames(d.Name); err != nil {
		return err
	}
	kind := d.Type
	if kind == Delayed {
		t, _ := d.Arguments.Get("x-delayed-type")
		switch kind, _ = t.(string); kind {
		case "":
			return Refuse(wire.PreconditionFailed, "Invalid argument, 'x-delayed-type' must be an existing exchange type")
		case Delayed:
			return Refuse(wire.PreconditionFailed, "Invalid argument, 'x-delayed-message' can't be used for 'x-delayed-type'")
		}
	}
	if newRouter(kind) == nil {
		return Refuse(wire.CommandInvalid, "unknown exchange type '", kind, "'")
	}
	if d.Name == "" {
		return errDefaultExchange
	}
	if err := c.mayConfigureExchange(d); err != nil {
		return err
	}
	if x := c.vhost.exchanges[d.Name]; x != nil {
		return x.equivalent(d)
	}
	if strings.HasPrefix(d.Name, "amq.") {
		return Refuse(wire.AccessRefused, "exchange name '", d.Name, "' contains reserved prefix 'amq.*'")
	}
	return tx.createExchange(c.vhost, d)
}

// createExchange makes an exchange that is not there, for whoever may.
func (tx *Tx) createExchange(vh *vhost, d ExchangeDeclare) error {
	if a, ok := d.Arguments.Get("alternate-exchange"); ok {
		if _, isText := a.(string); !isText {
			return Refuse(wire.PreconditionFailed, "invalid type '", typeName(a), "' for arg 'alternate-exchange' in exchange '", d.Name, "' in vhost '", vh.name, "'")
		}
	}
	if err := tx.roomForExchange(vh, d.Name); err != nil {
		return err
	}
	x := tx.addExchange(vh, d)
	tx.db.lastID++
	x.id = tx.db.lastID
	if x.durable {
		tx.logExchange(x, true)
	}
	tx.happened(event.Set, "exchange", vh, d.Name, "")
	return nil
}

func (tx *Tx) addExchange(vh *vhost, d ExchangeDeclare) *exchange {
	kind := d.Type
	if kind == Delayed {
		t, _ := d.Arguments.Get("x-delayed-type")
		kind, _ = t.(string)
	}
	x := newExchange(vh, d.Name, kind)
	x.nextSeq = 1
	x.kind, x.args = d.Type, d.Arguments
	x.durable, x.autoDelete, x.internal = d.Durable, d.AutoDelete, d.Internal
	x.govern()
	vh.exchanges[d.Name] = x
	return x
}

// equivalent is the check of a second declaration (section 1.6.2.1.3).
func (x *exchange) equivalent(d ExchangeDeclare) error {
	what := x.describe()
	switch {
	case x.kind != d.Type:
		return inequivalent("type", what, quoted(d.Type), quoted(x.kind))
	case x.durable != d.Durable:
		return inequivalentFlag("durable", what, d.Durable)
	case x.autoDelete != d.AutoDelete:
		return inequivalentFlag("auto_delete", what, d.AutoDelete)
	case x.internal != d.Internal:
		return inequivalentFlag("internal", what, d.Internal)
	}
	return equivalentArgs(what, x.args, d.Arguments, []string{"alternate-exchange"})
}

// ExchangeDelete removes an exchange; one that is not there is no error.
func (ch *Channel) ExchangeDelete(tx *Tx, name string, ifUnused bool) error {
	c := ch.conn
	if err := ch.enter("exchange.delete", name); err != nil {
		return err
	}
	name = strip(name)
	if name == "" {
		return errDefaultExchange
	}
	if strings.HasPrefix(name, "amq.") {
		return Refuse(wire.AccessRefused, "deletion of system exchange '", name, "' in vhost '", c.vhost.name, "' not allowed")
	}
	if err := c.may(configure, "exchange", name); err != nil {
		return err
	}
	x := c.vhost.exchanges[name]
	if x == nil {
		return nil
	}
	if ifUnused && len(x.bindings) > 0 {
		return Refuse(wire.PreconditionFailed, x.describe(), " in use")
	}
	tx.removeExchange(x)
	return nil
}

func (tx *Tx) removeExchange(x *exchange) {
	delete(x.vhost.exchanges, x.name)
	for _, b := range slices.Clone(x.incoming) {
		tx.removeBinding(b)
	}
	for _, b := range slices.Clone(x.bindings) {
		b.detach()
	}
	x.bindings, x.index = nil, nil
	tx.dropDelayed(x)
	if x.durable {
		tx.logExchange(x, false)
	}
	tx.happened(event.Deleted, "exchange", x.vhost, x.name, "")
}

// predeclared tells that the exchange comes with the virtual host.
func (x *exchange) predeclared() bool {
	for _, p := range predeclared {
		if p.name == x.name {
			return true
		}
	}
	return false
}
