package management

import (
	"github.com/twelvefold/twelvefold/core/amqp"
)

// exchanges lists those that every virtual host has, too; the default exchange
// has the empty name.
func (c *call) exchanges() (any, error) {
	var list []amqp.ExchangeInfo
	err := c.watch(func(tx *amqp.Tx) error {
		vhosts, err := c.vhostsOf(tx)
		for _, vhost := range vhosts {
			list = append(list, tx.Exchanges(vhost)...)
		}
		return err
	})
	return rowsOf(list, c.exchangeJSON), err
}

// exchange tells of one. In paths the default exchange is called amq.default.
func (c *call) exchange() (any, error) {
	var x amqp.ExchangeInfo
	err := c.watch(func(tx *amqp.Tx) (err error) {
		x, err = found(tx.Exchange(c.vars["vhost"], c.vars["exchange"]))
		return err
	})
	if err != nil {
		return nil, err
	}
	row := c.exchangeJSON(x)
	row["incoming"], row["outgoing"] = []object{}, []object{}
	return row, nil
}

// exchangeJSON is a line of the list. A policy is named where one applies;
// message_stats are missing while nothing has been published.
func (c *call) exchangeJSON(x amqp.ExchangeInfo) object {
	o := object{
		"name": x.Name, "vhost": x.Vhost, "type": x.Type, "durable": x.Durable, "auto_delete": x.AutoDelete,
		"internal": x.Internal, "arguments": tableObject(x.Arguments),
	}
	if x.Policy != "" {
		o["policy"] = x.Policy
	}
	if x.Type == amqp.Delayed {
		o["messages_delayed"] = x.Delayed
	}
	c.rates.stats(o, exchangeSubject(x), exchangeCounters(x))
	return o
}

// putExchange declares, with the same checks as exchange.declare: the same
// declaration again is 204, another one is refused.
func (c *call) putExchange() (any, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	d := amqp.ExchangeDeclare{Name: c.vars["exchange"], Type: amqp.Direct}
	if kind, ok := body["type"].(string); ok {
		d.Type = kind
	}
	if d.Durable, d.AutoDelete, err = lifetime(body); err != nil {
		return nil, err
	}
	if d.Internal, err = flag(body, "internal"); err != nil {
		return nil, err
	}
	if d.Arguments, err = tableOf(body["arguments"]); err != nil {
		return nil, err
	}
	existed := false
	err = c.declare(func(tx *amqp.Tx, ch *amqp.Channel) error {
		_, existed = tx.Exchange(c.vars["vhost"], d.Name)
		return ch.ExchangeDeclare(tx, d)
	})
	return put201(existed), err
}

// deleteExchange is 404 for an exchange that is not there, although
// exchange.delete does not mind.
func (c *call) deleteExchange() (any, error) {
	return nil, c.declare(func(tx *amqp.Tx, ch *amqp.Channel) error {
		if _, ok := tx.Exchange(c.vars["vhost"], c.vars["exchange"]); !ok {
			return notFound
		}
		return ch.ExchangeDelete(tx, c.vars["exchange"], c.request.URL.Query().Get("if-unused") == "true")
	})
}

// declare changes the path's virtual host as the call's user may.
func (c *call) declare(f func(*amqp.Tx, *amqp.Channel) error) error {
	vhost := c.vars["vhost"]
	return c.change(func(tx *amqp.Tx) error {
		if _, there := tx.Vhost(vhost); !there {
			return vhostNotFound
		}
		return c.as(tx, vhost, func(ch *amqp.Channel) error { return f(tx, ch) })
	})
}

// put201 is the answer to a PUT: whether it has made something or not.
func put201(existed bool) any {
	if existed {
		return nil
	}
	return created{}
}

// lifetime reads the flags that queues and exchanges share.
func lifetime(body object) (durable, autoDelete bool, err error) {
	if durable, err = flag(body, "durable"); err == nil {
		autoDelete, err = flag(body, "auto_delete")
	}
	return durable, autoDelete, err
}

// flag reads a truth value, also as the text that rabbitmqadmin sends.
func flag(body object, name string) (bool, error) {
	switch v := body[name]; v {
	case nil, false, "false":
		return false, nil
	case true, "true":
		return true, nil
	default:
		return false, badRequest([]any{"not_boolean", v})
	}
}
