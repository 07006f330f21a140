package management

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// permissions lists those of the path's user, of its virtual host, or all.
func (c *call) permissions() (any, error) {
	return c.permissionRows(func(tx *amqp.Tx, asked func(user, vhost string) bool) (rows []object) {
		for _, p := range tx.Permissions() {
			if asked(p.User, p.Vhost) {
				rows = append(rows, permissionJSON(p))
			}
		}
		return rows
	})
}

// permissionRows gives the rows that list makes of what the path asks for: of
// one user, of one virtual host, or all.
func (c *call) permissionRows(list func(tx *amqp.Tx, asked func(user, vhost string) bool) []object) ([]object, error) {
	rows := []object{}
	err := c.look(func(tx *amqp.Tx) error {
		if _, err := c.vhostsOf(tx); err != nil {
			return err
		}
		user, one := c.vars["user"]
		if _, there := tx.Account(user); one && !there {
			return notFound
		}
		rows = append(rows, list(tx, func(u, vhost string) bool { return c.inVhost(vhost) && (!one || u == user) })...)
		return nil
	})
	return rows, err
}

// permissionJSON has the three patterns as they were given.
func permissionJSON(p amqp.Permission) object {
	return object{"user": p.User, "vhost": p.Vhost, "configure": p.Configure, "write": p.Write, "read": p.Read}
}

// permission is 404 where the user may not even connect.
func (c *call) permission() (any, error) {
	var row object
	err := c.look(func(tx *amqp.Tx) error {
		p, ok := tx.Permission(c.vars["user"], c.vars["vhost"])
		if !ok {
			return notFound
		}
		row = permissionJSON(p)
		return nil
	})
	return row, err
}

// putPermission counts for connections that are open, at once.
func (c *call) putPermission() (any, error) {
	body, err := c.need("configure", "write", "read")
	if err != nil {
		return nil, err
	}
	p, err := permissionOf(c.vars["user"], c.vars["vhost"], body)
	if err != nil {
		return nil, err
	}
	existed := false
	err = c.change(func(tx *amqp.Tx) error {
		_, existed = tx.Permission(p.User, p.Vhost)
		return granted(tx.SetPermission(p))
	})
	return put201(existed), err
}

// granted is 400 where the user or the virtual host is not there.
func granted(err error) error {
	var refused *amqp.Error
	if errors.As(err, &refused) && refused.Reply == wire.NotFound {
		return badRequest("vhost_or_user_not_found")
	}
	return err
}

// permissionOf reads the patterns; an empty one allows nothing.
func permissionOf(user, vhost string, body object) (amqp.Permission, error) {
	p := amqp.Permission{User: user, Vhost: vhost}
	ok := texts(body, map[string]*string{"configure": &p.Configure, "write": &p.Write, "read": &p.Read})
	if !ok {
		return p, badRequest("permissions must be texts")
	}
	return p, nil
}

// texts reads members of a body; false: one is no text.
func texts(body object, to map[string]*string) (ok bool) {
	for name, text := range to {
		if *text, ok = body[name].(string); !ok {
			return false
		}
	}
	return true
}

// deletePermission leaves the connections of the user as they are: what they
// try from now on is refused.
func (c *call) deletePermission() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		if !tx.ClearPermission(c.vars["user"], c.vars["vhost"]) {
			return notFound
		}
		return nil
	})
}
