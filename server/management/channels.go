package management

import (
	"github.com/twelvefold/twelvefold/core/amqp"
)

func (c *call) channels() (any, error) {
	return c.channelsWhere(func(ch amqp.ChannelInfo) bool { return c.inVhost(ch.Conn.Vhost) })
}

func (c *call) channelsOfConnection() (any, error) {
	var err error
	if failed := c.view(func(tx *amqp.Tx) { _, err = c.named(tx) }); failed != nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	return c.channelsWhere(func(ch amqp.ChannelInfo) bool { return ch.Conn.Name == c.vars["connection"] })
}

func (c *call) channelsWhere(wanted func(amqp.ChannelInfo) bool) (any, error) {
	rows := []object{}
	err := c.watch(func(tx *amqp.Tx) error {
		for _, ch := range tx.Channels() {
			if c.mayKnow(ch.Conn) && wanted(ch) {
				rows = append(rows, c.channelJSON(ch))
			}
		}
		return nil
	})
	return rows, err
}

func (c *call) channel() (any, error) {
	var row object
	err := c.watch(func(tx *amqp.Tx) error {
		for _, ch := range tx.Channels() {
			if ch.Name() != c.vars["channel"] {
				continue
			}
			if !c.mayKnow(ch.Conn) {
				return notYours
			}
			row = c.channelJSON(ch)
			row["consumer_details"] = consumersJSON(ch.Consumers)
			row["publishes"], row["deliveries"] = []object{}, []object{}
			return nil
		}
		return notFound
	})
	return row, err
}

func (c *call) channelJSON(ch amqp.ChannelInfo) object {
	host, port := split(ch.Conn.Peer)
	o := object{
		"name": ch.Name(), "number": ch.Number, "node": nodeName, "vhost": ch.Conn.Vhost,
		"user": ch.Conn.User, "user_who_performed_action": ch.Conn.User, "state": "running",
		"connection_details": object{"name": ch.Conn.Name, "peer_host": host, "peer_port": port},
		"confirm":            ch.Confirm, "transactional": ch.Tx,
		"prefetch_count": ch.Prefetch, "global_prefetch_count": ch.Global, "consumer_count": len(ch.Consumers),
		"messages_unacknowledged": ch.Unacked, "messages_unconfirmed": ch.Unconfirmed,
		"messages_uncommitted": ch.Uncommitted, "acks_uncommitted": ch.AcksWaiting,
	}
	c.rates.stats(o, channelSubject(ch), channelCounters(ch))
	return o
}

func (c *call) consumers() (any, error) {
	rows := []object{}
	err := c.watch(func(tx *amqp.Tx) error {
		vhosts, err := c.vhostsOf(tx)
		if err != nil {
			return err
		}
		for _, vhost := range vhosts {
			for _, q := range tx.Queues(vhost) {
				rows = append(rows, consumersJSON(q.Consumers)...)
			}
		}
		return nil
	})
	return rows, err
}

func consumersJSON(list []amqp.ConsumerInfo) []object {
	rows := []object{}
	for _, one := range list {
		host, port := split(one.Conn.Peer)
		of := amqp.ChannelInfo{Conn: one.Conn, Number: one.Channel}
		status := "up"
		if !one.Active {
			status = "waiting"
		}
		rows = append(rows, object{
			"queue": object{"name": one.Queue, "vhost": one.Vhost}, "consumer_tag": one.Tag,
			"ack_required": !one.NoAck, "exclusive": one.Exclusive, "prefetch_count": one.Prefetch,
			"active": one.Active, "activity_status": status, "arguments": tableObject(one.Arguments),
			"channel_details": object{
				"name": of.Name(), "number": one.Channel, "connection_name": one.Conn.Name, "node": nodeName,
				"peer_host": host, "peer_port": port, "user": one.Conn.User,
			},
		})
	}
	return rows
}
