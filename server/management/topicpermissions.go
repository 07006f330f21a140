package management

import "github.com/twelvefold/twelvefold/core/amqp"

// topicPermissions lists those of the path's user, of its virtual host, or
// all.
func (c *call) topicPermissions() (any, error) {
	return c.permissionRows(func(tx *amqp.Tx, asked func(user, vhost string) bool) (rows []object) {
		for _, p := range tx.TopicPermissions() {
			if asked(p.User, p.Vhost) {
				rows = append(rows, topicPermissionJSON(p))
			}
		}
		return rows
	})
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
		return granted(tx.SetTopicPermission(p))
	})
	return put201(existed), err
}

func topicPermissionOf(user, vhost string, body object) (amqp.TopicPermission, error) {
	p := amqp.TopicPermission{User: user, Vhost: vhost}
	ok := texts(body, map[string]*string{"exchange": &p.Exchange, "write": &p.Write, "read": &p.Read})
	if !ok {
		return p, badRequest("topic permissions must be texts")
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
