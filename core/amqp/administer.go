package amqp

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// What an administrator does, for a channel's user: the tags of RabbitMQ's
// management (rabbitmq.com/docs/management#permissions) say who may.

// SetPolicy is Tx.SetPolicy for the channel's virtual host: 403 for a user
// without the tag administrator or, where it is not an operator's policy,
// policymaker.
func (ch *Channel) SetPolicy(tx *Tx, p Policy) error {
	if err := ch.conn.mayPolicies(p.Operator); err != nil {
		return err
	}
	p.Vhost = ch.conn.vhost.name
	return tx.SetPolicy(p)
}

// DeletePolicy is Tx.DeletePolicy for the channel's virtual host: 403 as
// SetPolicy, 404 where there is no such policy.
func (ch *Channel) DeletePolicy(tx *Tx, name string, operator bool) error {
	if err := ch.conn.mayPolicies(operator); err != nil {
		return err
	}
	if !tx.DeletePolicy(ch.conn.vhost.name, name, operator) {
		return Refuse(wire.NotFound, "no policy '", name, "' in vhost '", ch.conn.vhost.name, "'")
	}
	return nil
}

// SetLimit sets one limit of the channel's virtual host or, where user is not
// empty, of that user, beside the others; nil lifts it. 403 for a user without
// the tag administrator; else the errors are those of Tx.SetVhostLimits.
func (ch *Channel) SetLimit(tx *Tx, user, name string, value any) error {
	if err := ch.conn.mayAs("administrator"); err != nil {
		return err
	}
	change := func(limits wire.Table) wire.Table {
		if limits = slices.Clone(limits); value == nil {
			limits.Delete(name)
		} else {
			limits.Set(name, value)
		}
		return limits
	}
	if user == "" {
		vh := ch.conn.vhost
		return tx.SetVhostLimits(vh.name, change(vh.limits))
	}
	a, _ := tx.Account(user)
	return tx.SetUserLimits(user, change(a.Limits))
}

func (c *Conn) mayPolicies(operator bool) error {
	if operator {
		return c.mayAs("administrator")
	}
	return c.mayAs("administrator", "policymaker")
}

// mayAs gives 403 to a user who has none of the tags.
func (c *Conn) mayAs(tags ...string) error {
	for _, tag := range tags {
		if slices.Contains(c.user.tags, tag) {
			return nil
		}
	}
	return Refuse(wire.AccessRefused, "user '", c.user.name, "' has not the tag ", tags[0])
}
