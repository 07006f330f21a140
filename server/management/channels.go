package management

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// channels lists the channels of all connections, or of those in the path's
// virtual host. A channel is named after its connection, with its number.
func (c *call) channels() (any, error) {
	return c.channelsWhere(func(ch amqp.ChannelInfo) bool { return c.inVhost(ch.Conn.Vhost) })
}

// channelsOfConnection is 404 where the connection is not there, and an empty
// list where it has no channel.
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

// channelsWhere leaves out what the user may not know of.
func (c *call) channelsWhere(wanted func(amqp.ChannelInfo) bool) (any, error) {
	list, err := c.allChannels()
	list = slices.DeleteFunc(list, func(ch amqp.ChannelInfo) bool { return !c.mayKnow(ch.Conn) || !wanted(ch) })
	return rowsOf(list, c.channelJSON), err
}

// allChannels copies while the broker is locked; all else can wait.
func (c *call) allChannels() (list []amqp.ChannelInfo, err error) {
	err = c.watch(func(tx *amqp.Tx) error {
		list = tx.Channels()
		return nil
	})
	return list, err
}

// channel tells more of one channel: its consumers. What RabbitMQ says of each
// exchange that it has published to needs rates_mode detailed, which is off
// there, too; the lists are empty.
func (c *call) channel() (any, error) {
	list, err := c.allChannels()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(ch amqp.ChannelInfo) bool { return ch.Name() == c.vars["channel"] })
	switch {
	case i < 0:
		return nil, notFound
	case !c.mayKnow(list[i].Conn):
		return nil, notYours
	}
	row := c.channelJSON(list[i])
	row["consumer_details"] = rowsOf(list[i].Consumers, consumerJSON)
	row["publishes"], row["deliveries"] = []object{}, []object{}
	return row, nil
}

// channelJSON is a line of the list (rabbit_mgmt_db:list_channel_stats).
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

// consumers lists those of the queues that the user may see. Who waits for
// direct replies consumes from no queue, and is not among them.
func (c *call) consumers() (any, error) {
	var list []amqp.ConsumerInfo
	err := c.look(func(tx *amqp.Tx) error {
		vhosts, err := c.vhostsOf(tx)
		for _, one := range tx.Consumers() {
			if slices.Contains(vhosts, one.Vhost) {
				list = append(list, one)
			}
		}
		return err
	})
	return rowsOf(list, consumerJSON), err
}

// consumerJSON is a consumer. A single active one, and those who wait behind
// it, say so in activity_status. Of those of a stream RabbitMQ says that they
// are up, and not active (rabbit_stream_queue:consume).
func consumerJSON(one amqp.ConsumerInfo) object {
	host, port := split(one.Conn.Peer)
	of := amqp.ChannelInfo{Conn: one.Conn, Number: one.Channel}
	status := "up"
	switch {
	case !one.Active:
		status = "waiting"
	case one.SingleActive:
		status = "single_active"
	}
	return object{
		"queue": object{"name": one.Queue, "vhost": one.Vhost}, "consumer_tag": one.Tag,
		"ack_required": !one.NoAck, "exclusive": one.Exclusive, "prefetch_count": one.Prefetch,
		"active": one.Active && !one.Stream, "activity_status": status, "arguments": tableObject(one.Arguments),
		"channel_details": object{
			"name": of.Name(), "number": one.Channel, "connection_name": one.Conn.Name, "node": nodeName,
			"peer_host": host, "peer_port": port, "user": one.Conn.User,
		},
	}
}
