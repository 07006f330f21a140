package management

import (
	"os"
	"runtime"
	"slices"
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// nodes lists the one node there is.
func (c *call) nodes() (any, error) {
	node, err := c.self()
	return []object{node}, err
}

// node tells of it by its name.
func (c *call) node() (any, error) {
	if c.vars["node"] != nodeName {
		return nil, notFound
	}
	return c.self()
}

// self is the one node. Of RabbitMQ's numbers it has those that mean
// something here: the others are about Erlang and Mnesia.
func (c *call) self() (object, error) {
	sizes := readNodeSizes()
	o := object{
		"name": nodeName, "type": "disc", "running": true, "uptime": c.now.Sub(c.started).Milliseconds(),
		"os_pid": strconv.Itoa(os.Getpid()), "processors": runtime.NumCPU(), "partitions": []any{},
		"mem_limit": c.db.Options().MemoryAlarm, "rates_mode": "basic",
		"exchange_types": exchangeTypes(), "contexts": c.contexts(), "cluster_links": []any{},
		"enabled_plugins": []string{"rabbitmq_management"}, "applications": []object{
			{"name": "twelvefold", "description": "AMQP 0-9-1 with the extensions of RabbitMQ 3.10", "version": c.options.Version},
		},
		"auth_mechanisms": c.mechanisms(),
	}
	if sizes.files.known {
		o["fd_total"] = sizes.files.limit
	}
	if c.options.MaxConnections > 0 {
		o["sockets_total"] = c.options.MaxConnections
	}
	return o, c.watch(func(tx *amqp.Tx) error {
		alarms := tx.Alarms()
		o["mem_alarm"] = slices.Contains(alarms, "memory")
		o["disk_free_alarm"] = slices.Contains(alarms, "disk")
		if _, known := tx.DiskFree(); known {
			o["disk_free_limit"] = max(c.db.Options().DiskFreeLimit, 0)
		}
		c.rates.with(o, activityCounters(tx.Activity()), theBroker)
		c.rates.with(o, sizes.counters(tx), theNode)
		return nil
	})
}

// mechanisms are those of authentication.
func (c *call) mechanisms() []object {
	list := []object{
		{"name": "PLAIN", "description": "SASL PLAIN authentication mechanism", "enabled": true},
		{"name": "AMQPLAIN", "description": "QPid AMQPLAIN mechanism", "enabled": true},
	}
	if c.options.External {
		list = append(list, object{"name": "EXTERNAL", "description": "by the client's certificate", "enabled": true})
	}
	return list
}
