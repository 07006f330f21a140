package management

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// vhosts lists those that the user may see.
func (c *call) vhosts() (any, error) {
	rows := []object{}
	err := c.watch(func(tx *amqp.Tx) error {
		names, err := c.vhostsOf(tx)
		for _, name := range names {
			vh, _ := tx.Vhost(name)
			rows = append(rows, c.vhostJSON(vh))
		}
		return err
	})
	return rows, err
}

// vhost tells of one.
func (c *call) vhost() (any, error) {
	var row object
	err := c.watch(func(tx *amqp.Tx) error {
		vh, ok := tx.Vhost(c.vars["vhost"])
		if !ok {
			return notFound
		}
		row = c.vhostJSON(vh)
		return nil
	})
	return row, err
}

// vhostJSON has numbers from the start, where RabbitMQ leaves them out of a
// virtual host that nobody has used. Tracing and default queue types do not
// exist here.
func (c *call) vhostJSON(vh amqp.VhostInfo) object {
	tags := vh.Tags
	if tags == nil {
		tags = []string{}
	}
	o := object{
		"name": vh.Name, "description": vh.Description, "tags": tags, "tracing": false,
		"default_queue_type": "undefined", "metadata": object{"description": vh.Description, "tags": tags},
		"cluster_state": object{nodeName: "running"},
	}
	of := vhostSubject(vh)
	c.rates.with(o, append(depthCounters(vh.Ready, vh.Unacked), trafficCounters(vh.RecvBytes, vh.SentBytes)...), of)
	c.rates.stats(o, of, messageCounters(vh.Stats))
	return o
}

// putVhost makes a virtual host, in which its maker may do everything.
func (c *call) putVhost() (any, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	if tracing, err := flag(body, "tracing"); err != nil || tracing {
		return nil, badRequest("tracing is not supported")
	}
	description, _ := body["description"].(string)
	name, existed := c.vars["vhost"], false
	err = c.change(func(tx *amqp.Tx) error {
		_, existed = tx.Vhost(name)
		tx.PutVhost(name, description, tagsOf(body["tags"]))
		if existed {
			return nil
		}
		return tx.SetPermission(amqp.Permission{User: c.user.Name, Vhost: name, Configure: ".*", Write: ".*", Read: ".*"})
	})
	return put201(existed), err
}

// deleteVhost removes all that is in it, and ends its connections.
func (c *call) deleteVhost() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		if _, ok := tx.Vhost(c.vars["vhost"]); !ok {
			return notFound
		}
		return tx.DeleteVhost(c.vars["vhost"])
	})
}

// tagsOf reads tags as a list, or as a text with commas.
func tagsOf(v any) []string {
	tags := []string{}
	switch v := v.(type) {
	case string:
		for tag := range strings.SplitSeq(v, ",") {
			if tag = strings.TrimSpace(tag); tag != "" {
				tags = append(tags, tag)
			}
		}
	case []any:
		for _, one := range v {
			if tag, ok := one.(string); ok {
				tags = append(tags, tag)
			}
		}
	}
	return tags
}
