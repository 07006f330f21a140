package command

import "github.com/twelvefold/twelvefold/core/amqp"

// The operations of an administrator.

// brokerSetPolicy makes or changes a policy of the virtual host.
func brokerSetPolicy(c *call) error {
	a := c.args
	p := amqp.Policy{
		Name: a.text("name"), Pattern: a.text("pattern"), ApplyTo: a.text("apply_to"), Operator: a.flag("operator"),
		Definition: a.table("definition"),
	}
	if v, given := a.Get("priority"); given {
		n, whole := v.(int64)
		if !whole {
			a.Wrong("priority", "an integer")
		}
		p.Priority = n
	}
	if err := a.check(); err != nil {
		return err
	}
	return c.channel.SetPolicy(c.tx, p)
}

// brokerDeletePolicy removes one.
func brokerDeletePolicy(c *call) error {
	name, operator := c.args.text("name"), c.args.flag("operator")
	if err := c.args.check(); err != nil {
		return err
	}
	return c.channel.DeletePolicy(c.tx, name, operator)
}

// brokerSetLimit limits the virtual host or a user; without a value it lifts
// the limit.
func brokerSetLimit(c *call) error {
	name, user := c.args.text("limit"), c.args.text("user")
	value, given := c.args.Get("value")
	if err := c.args.check(); err != nil {
		return err
	}
	if given {
		value = fieldValue(value)
	}
	return c.channel.SetLimit(c.tx, user, name, value)
}
