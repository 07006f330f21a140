package management

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// topicPermissions lists those of the path's user, of its virtual host, or
// all.
func (c *call) topicPermissions() (any, error) {
	rows := []object{}
	err := c.look(func(tx *amqp.Tx) error {
		if _, err := c.vhostsOf(tx); err != nil {
			return err
		}
		user, one := c.vars["user"]
		if _, there := tx.Account(user); one && !there {
			return notFound
		}
		for _, p := range tx.TopicPermissions() {
			if c.inVhost(p.Vhost) && (!one || p.User == user) {
				rows = append(rows, topicPermissionJSON(p))
			}
		}
		return nil
	})
	return rows, err
}

// topicPermissionsOf lists those of one user in one virtual host: 404 where
// there are none, as RabbitMQ has it.
func (c *call) topicPermissionsOf() (any, error) {
	rows, err := c.topicPermissions()
	if list, _ := rows.([]object); err == nil && len(list) == 0 {
		return nil, notFound
	}
	return rows, err
}

func topicPermissionJSON(p amqp.TopicPermission) object {
	return object{"user": p.User, "vhost": p.Vhost, "exchange": p.Exchange, "write": p.Write, "read": p.Read}
}

// putTopicPermission sets the patterns for one exchange; it is 201 for the
// user's first in the virtual host.
func (c *call) putTopicPermission() (any, error) {
	body, err := c.need("exchange", "write", "read")
	if err != nil {
		return nil, err
	}
	p, err := topicPermissionOf(c.vars["user"], c.vars["vhost"], body)
	if err != nil {
		return nil, err
	}
	existed := false
	err = c.change(func(tx *amqp.Tx) error {
		for _, have := range tx.TopicPermissions() {
			existed = existed || have.User == p.User && have.Vhost == p.Vhost
		}
		err := tx.SetTopicPermission(p)
		var refused *amqp.Error
		if errors.As(err, &refused) && refused.Reply == wire.NotFound {
			return badRequest("vhost_or_user_not_found")
		}
		return err
	})
	return put201(existed), err
}

func topicPermissionOf(user, vhost string, body object) (amqp.TopicPermission, error) {
	p := amqp.TopicPermission{User: user, Vhost: vhost}
	for name, to := range map[string]*string{"exchange": &p.Exchange, "write": &p.Write, "read": &p.Read} {
		given, isText := body[name].(string)
		if !isText {
			return p, badRequest("topic permissions must be texts")
		}
		*to = given
	}
	return p, nil
}

// deleteTopicPermissions lifts all of a user's in a virtual host.
func (c *call) deleteTopicPermissions() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		if !tx.ClearTopicPermissions(c.vars["user"], c.vars["vhost"]) {
			return notFound
		}
		return nil
	})
}
