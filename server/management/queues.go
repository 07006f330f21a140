package management

import (
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// queues lists queues, those of other connections' own as well.
func (c *call) queues() (any, error) {
	var list []amqp.QueueInfo
	err := c.watch(func(tx *amqp.Tx) error {
		vhosts, err := c.vhostsOf(tx)
		for _, vhost := range vhosts {
			list = append(list, tx.Queues(vhost)...)
		}
		return err
	})
	return rowsOf(list, c.queueJSON), err
}

// queue tells more of one queue: its consumers, and whose it is.
func (c *call) queue() (any, error) {
	var q amqp.QueueInfo
	err := c.watch(func(tx *amqp.Tx) (err error) {
		q, err = found(tx.Queue(c.vars["vhost"], c.vars["queue"]))
		return err
	})
	if err != nil {
		return nil, err
	}
	row := c.queueJSON(q)
	row["consumer_details"] = rowsOf(q.Consumers, consumerJSON)
	row["incoming"], row["deliveries"] = []object{}, []object{}
	if q.Exclusive {
		host, port := split(q.Owner.Peer)
		row["owner_pid_details"] = object{"name": q.Owner.Name, "peer_host": host, "peer_port": port}
	}
	return row, nil
}

// queueJSON is a line of the list (rabbit_mgmt_db:list_queue_stats). Of the
// capacity of consumers RabbitMQ knows the share of time; here it is 1 while a
// consumer would take a message, and 0 while none would. memory counts bodies.
func (c *call) queueJSON(q amqp.QueueInfo) object {
	capacity := 0.0
	if q.Capacity {
		capacity = 1
	}
	o := object{
		"name": q.Name, "vhost": q.Vhost, "type": q.Type, "node": nodeName, "state": "running",
		"durable": q.Durable, "auto_delete": q.AutoDelete, "exclusive": q.Exclusive,
		"arguments": tableObject(q.Arguments), "consumers": len(q.Consumers),
		"consumer_utilisation": capacity, "consumer_capacity": capacity,
		"message_bytes": q.ReadyBytes + q.UnackedBytes, "message_bytes_ready": q.ReadyBytes,
		"message_bytes_unacknowledged": q.UnackedBytes,
		"memory":                       q.ReadyBytes + q.UnackedBytes,
		"policy":                       orNull(q.Policy), "operator_policy": orNull(q.OperatorPolicy),
		"effective_policy_definition": tableObject(q.PolicySettings),
		"exclusive_consumer_tag":      orNull(q.ExclusiveTag),
		"single_active_consumer_tag":  orNull(q.SingleActive),
		"head_message_timestamp":      nil, "recoverable_slaves": nil,
	}
	if !q.Head.IsZero() {
		o["head_message_timestamp"] = q.Head.Unix()
	}
	if len(q.Consumers) == 0 && q.Ready+q.Unacked == 0 {
		o["idle_since"] = stamp(q.IdleSince)
	}
	switch q.Type {
	case "quorum":
		o["leader"], o["members"], o["online"] = nodeName, []string{nodeName}, []string{nodeName}
		o["single_active_consumer_ctag"] = o["single_active_consumer_tag"]
		// Of at-least-once dead letters that wait to be confirmed: none ever does.
		o["messages_dlx"], o["message_bytes_dlx"] = 0, 0
	case "stream":
		o["members"], o["online"] = []string{nodeName}, []string{nodeName}
		o["readers"] = object{nodeName: len(q.Consumers)}
	}
	c.rates.with(o, depthCounters(q.Ready, q.Unacked), queueSubject(q))
	c.rates.stats(o, queueSubject(q), queueCounters(q))
	return o
}

// orNull makes null of what is not there: RabbitMQ has the field all the same.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// putQueue declares, with the same checks as queue.declare. A queue of nobody
// can't be exclusive, so there is no flag for it.
func (c *call) putQueue() (any, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	d := amqp.QueueDeclare{Name: c.vars["queue"]}
	if len(d.Name) > 255 {
		return nil, badRequest("queue should be a name of at most 255 bytes")
	}
	if d.Durable, d.AutoDelete, err = lifetime(body); err != nil {
		return nil, err
	}
	if d.Arguments, err = tableOf(body["arguments"]); err != nil {
		return nil, err
	}
	existed := false
	err = c.declare(func(tx *amqp.Tx, ch *amqp.Channel) error {
		_, existed = tx.Queue(c.vars["vhost"], d.Name)
		_, err := ch.QueueDeclare(tx, d)
		return err
	})
	return put201(existed), err
}

// deleteQueue minds messages and consumers only where it is asked to.
func (c *call) deleteQueue() (any, error) {
	query := c.request.URL.Query()
	return nil, c.onQueue(func(tx *amqp.Tx, ch *amqp.Channel, name string) error {
		_, err := ch.QueueDelete(tx, name, query.Get("if-unused") == "true", query.Get("if-empty") == "true")
		return err
	})
}

// purge drops what waits; deliveries that are not acknowledged stay.
func (c *call) purge() (any, error) {
	return nil, c.onQueue(func(tx *amqp.Tx, ch *amqp.Channel, name string) error {
		_, err := ch.QueuePurge(tx, name)
		return err
	})
}

// onQueue changes the path's queue, if it is there.
func (c *call) onQueue(f func(tx *amqp.Tx, ch *amqp.Channel, name string) error) error {
	name := c.vars["queue"]
	return c.declare(func(tx *amqp.Tx, ch *amqp.Channel) error {
		if _, ok := tx.Queue(c.vars["vhost"], name); !ok {
			return notFound
		}
		return f(tx, ch, name)
	})
}

// act takes the actions on mirrored queues, of which there are none to do.
func (c *call) act() (any, error) {
	body, err := c.need("action")
	if err != nil {
		return nil, err
	}
	var there bool
	if err := c.view(func(tx *amqp.Tx) { _, there = tx.Queue(c.vars["vhost"], c.vars["queue"]) }); err != nil {
		return nil, err
	}
	switch action := body["action"]; {
	case !there:
		return nil, notFound
	case action != "sync" && action != "cancel_sync":
		return nil, badRequest([]any{"unknown", action})
	}
	return nil, nil
}

// aliveness sends a message through a queue of its own, and takes it again.
func (c *call) aliveness() (any, error) {
	const name = "aliveness-test"
	got := false
	err := c.declare(func(tx *amqp.Tx, ch *amqp.Channel) error {
		if _, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: name}); err != nil {
			return err
		}
		if err := ch.Publish(tx, amqp.Publish{Key: []byte(name), Body: []byte("test_message")}); err != nil {
			return err
		}
		var err error
		_, got, err = ch.Get(tx, name, true)
		return err
	})
	if err == nil && !got {
		return failed{"status": "failed", "reason": "aliveness-test queue is empty"}, nil
	}
	return object{"status": "ok"}, err
}

// stamp is an instant as RabbitMQ writes it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000-07:00") }
