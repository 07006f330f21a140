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
	set, err := c.setLimit()
	if err != nil {
		return nil, err
	}
	return nil, c.changeVhostLimits(vhostNotFound, set)
}

// deleteVhostLimit lifts one. That there is none is no error.
func (c *call) deleteVhostLimit() (any, error) {
	return nil, c.changeVhostLimits(notFound, c.liftLimit)
}

// changeVhostLimits changes those of the path's virtual host; missing is the
// answer where there is no such.
func (c *call) changeVhostLimits(missing error, change func(*wire.Table)) error {
	return c.change(func(tx *amqp.Tx) error {
		vh, there := tx.Vhost(c.vars["vhost"])
		if !there {
			return missing
		}
		change(&vh.Limits)
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
	set, err := c.setLimit()
	if err != nil {
		return nil, err
	}
	return nil, c.changeUserLimits(badRequest([]string{"no_such_user", c.vars["user"]}), set)
}

// deleteUserLimit lifts one. That there is none is no error.
func (c *call) deleteUserLimit() (any, error) {
	return nil, c.changeUserLimits(notFound, c.liftLimit)
}

// changeUserLimits changes those of the path's user; missing is the answer
// where there is no such.
func (c *call) changeUserLimits(missing error, change func(*wire.Table)) error {
	return c.change(func(tx *amqp.Tx) error {
		a, there := tx.Account(c.vars["user"])
		if !there {
			return missing
		}
		change(&a.Limits)
		return tx.SetUserLimits(a.Name, a.Limits)
	})
}

// setLimit is the change that puts the body's value under the path's name.
func (c *call) setLimit() (change func(*wire.Table), err error) {
	body, err := c.need("value")
	return func(limits *wire.Table) { limits.Set(c.vars["name"], fieldOf(body["value"])) }, err
}

// liftLimit takes away what is under the path's name.
func (c *call) liftLimit(limits *wire.Table) { limits.Delete(c.vars["name"]) }
