package management

import (
	"runtime"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// overview counts what the user may see. Clients look for rabbitmq_version,
// object_totals and queue_totals; twelvefold_version and go_version stand where
// RabbitMQ tells Erlang's.
func (c *call) overview() (any, error) {
	o := object{
		"management_version": rabbitMQVersion, "rabbitmq_version": rabbitMQVersion,
		"product_version": rabbitMQVersion, "product_name": "RabbitMQ",
		"twelvefold_version": c.options.Version, "go_version": runtime.Version(),
		"cluster_name": clusterName, "node": nodeName, "rates_mode": "basic",
		"sample_retention_policies": object{"global": []int{}, "basic": []int{}, "detailed": []int{}},
		"exchange_types":            exchangeTypes(), "release_series_support_status": "supported",
		"disable_stats": false, "enable_queue_totals": false, "statistics_db_event_queue": 0,
	}
	if c.monitor() {
		o["listeners"], o["contexts"] = c.listeners(), c.contexts()
	}
	return o, c.watch(func(tx *amqp.Tx) error {
		o["churn_rates"] = c.rates.with(object{}, activityCounters(tx.Activity()), theBroker)
		c.rates.stats(o, theBroker, messageCounters(tx.MessageStats()))
		vhosts, err := c.vhostsOf(tx)
		if err != nil {
			return err
		}
		ready, unacked, queues, exchanges := 0, 0, 0, 0
		var seen []subject
		for _, name := range vhosts {
			vh, _ := tx.Vhost(name)
			seen = append(seen, vhostSubject(vh))
			ready, unacked = ready+vh.Ready, unacked+vh.Unacked
			queues, exchanges = queues+vh.Queues, exchanges+vh.Exchanges
		}
		o["queue_totals"] = c.rates.with(object{}, depthCounters(ready, unacked), seen...)
		o["object_totals"] = object{
			"queues": queues, "exchanges": exchanges, "consumers": len(tx.Consumers()),
			"connections": len(tx.Connections()), "channels": len(tx.Channels()),
		}
		return nil
	})
}

// clusterName can't be changed.
func (c *call) clusterName() (any, error) { return object{"name": clusterName}, nil }

// extensions lists what adds itself to RabbitMQ's pages, of which there are
// none.
func (c *call) extensions() (any, error) { return []object{}, nil }

// whoami is the cheapest way to try a login.
func (c *call) whoami() (any, error) {
	return object{"name": c.user.Name, "tags": c.user.Tags}, nil
}

// auth tells that there is no OAuth.
func (c *call) auth() (any, error) {
	return object{"enable_uaa": false, "uaa_client_id": "", "uaa_location": ""}, nil
}

// exchangeTypes lists those that can be declared. The last is a plug-in of
// RabbitMQ's, built in here.
func exchangeTypes() []object {
	types := []object{}
	for _, t := range []struct{ name, what string }{
		{amqp.Direct, "AMQP direct exchange, as per the AMQP specification"},
		{amqp.Fanout, "AMQP fanout exchange, as per the AMQP specification"},
		{amqp.Headers, "AMQP headers exchange, as per the AMQP specification"},
		{amqp.Topic, "AMQP topic exchange, as per the AMQP specification"},
		{amqp.Delayed, "Delayed Message Exchange."},
	} {
		types = append(types, object{"name": t.name, "description": t.what, "enabled": true})
	}
	return types
}

// listeners are the open ports. Their socket options are Go's own.
func (c *call) listeners() []object {
	list := []object{}
	for _, l := range c.options.Listeners() {
		list = append(list, object{
			"node": nodeName, "protocol": l.Protocol, "ip_address": l.host(), "port": l.port(), "socket_opts": object{},
		})
	}
	return list
}

// contexts are the web servers.
func (c *call) contexts() []object {
	list := []object{}
	for _, l := range c.options.Listeners() {
		if l.Protocol == "http" || l.Protocol == "https" {
			list = append(list, object{
				"node": nodeName, "description": "RabbitMQ Management", "path": "/", "ip": l.host(), "port": l.port(),
				"ssl_opts": []any{},
			})
		}
	}
	return list
}
