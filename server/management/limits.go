package management

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// vhostLimits lists the virtual hosts that have limits, with them.
func (c *call) vhostLimits() (any, error) {
	rows := []object{}
	err := c.look(func(tx *amqp.Tx) error {
		names, err := c.vhostsOf(tx)
		for _, name := range names {
			if vh, _ := tx.Vhost(name); len(vh.Limits) > 0 {
				rows = append(rows, object{"vhost": name, "value": tableObject(vh.Limits)})
			}
		}
		return err
	})
	return rows, err
}

// putVhostLimit changes one of a virtual host's limits, and leaves the others.
func (c *call) putVhostLimit() (any, error) {
	return nil, c.limit(func(tx *amqp.Tx, change func(*wire.Table)) error {
		vh, there := tx.Vhost(c.vars["vhost"])
		if !there {
			return problem{404, "not_found", "vhost_not_found"}
		}
		change(&vh.Limits)
		return tx.SetVhostLimits(vh.Name, vh.Limits)
	})
}

// deleteVhostLimit lifts one. That there is none is no error.
func (c *call) deleteVhostLimit() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		vh, there := tx.Vhost(c.vars["vhost"])
		if !there {
			return notFound
		}
		vh.Limits.Delete(c.vars["name"])
		return tx.SetVhostLimits(vh.Name, vh.Limits)
	})
}

// userLimits lists the users that have limits, with them; 404 where the path's
// user is not there.
func (c *call) userLimits() (any, error) {
	rows := []object{}
	err := c.look(func(tx *amqp.Tx) error {
		wanted, one := c.vars["user"]
		if _, there := tx.Account(wanted); one && !there {
			return notFound
		}
		for _, a := range tx.Accounts() {
			if (!one || a.Name == wanted) && len(a.Limits) > 0 {
				rows = append(rows, object{"user": a.Name, "value": tableObject(a.Limits)})
			}
		}
		return nil
	})
	return rows, err
}

// putUserLimit changes one of a user's limits, and leaves the others.
func (c *call) putUserLimit() (any, error) {
	return nil, c.limit(func(tx *amqp.Tx, change func(*wire.Table)) error {
		a, there := tx.Account(c.vars["user"])
		if !there {
			return badRequest([]string{"no_such_user", c.vars["user"]})
		}
		change(&a.Limits)
		return tx.SetUserLimits(a.Name, a.Limits)
	})
}

// deleteUserLimit lifts one. That there is none is no error.
func (c *call) deleteUserLimit() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		a, there := tx.Account(c.vars["user"])
		if !there {
			return notFound
		}
		a.Limits.Delete(c.vars["name"])
		return tx.SetUserLimits(a.Name, a.Limits)
	})
}

// limit has set put the body's value under the path's name, beside the other
// limits.
func (c *call) limit(set func(tx *amqp.Tx, change func(*wire.Table)) error) error {
	body, err := c.need("value")
	if err != nil {
		return err
	}
	return c.change(func(tx *amqp.Tx) error {
		return set(tx, func(limits *wire.Table) { limits.Set(c.vars["name"], fieldOf(body["value"])) })
	})
}
