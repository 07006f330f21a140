package amqp

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// What a client can make the broker keep is bounded: names by the protocol,
// numbers of things by Options. RabbitMQ knows the limits of queues and, since
// 3.11, of consumers; their texts are used where there are any.

// maxName is the most bytes that a name or routing key may have: on the wire
// it is a short string (section 4.2.5.3).
const maxName = 255

// checkNames refuses what would not fit into a frame: it comes from doors that
// have no frames.
func checkNames(names ...string) error {
	for _, name := range names {
		if len(name) > maxName {
			return Refuse(wire.SyntaxError, "name or routing key of ", strconv.Itoa(len(name)), " bytes is longer than ", strconv.Itoa(maxName))
		}
	}
	return nil
}

func (tx *Tx) roomForQueue(vh *vhost, name string) error {
	count := len(vh.queues)
	if limit, ok := limitOf(vh.limits, MaxQueues); ok && int64(count) >= limit {
		return Refuse(wire.PreconditionFailed, "cannot declare queue '", name, "': queue limit in vhost '", vh.name, "' (", itoa(limit), ") is reached")
	}
	return vh.room("queue", name, count, tx.db.opts.MaxQueues)
}

func (tx *Tx) roomForExchange(vh *vhost, name string) error {
	return vh.room("exchange", name, len(vh.exchanges), tx.db.opts.MaxExchanges)
}

// room refuses to declare one more of a kind where there are as many as may be.
func (vh *vhost) room(kind, name string, count, limit int) error {
	if count < limit {
		return nil
	}
	return Refuse(wire.PreconditionFailed, "cannot declare ", kind, " '", name, "': ", kind, " limit in vhost '", vh.name,
		"' (", strconv.Itoa(limit), ") is reached")
}

func (tx *Tx) roomForBinding(x *exchange) error {
	limit := tx.db.opts.MaxBindings
	if len(x.bindings) < limit {
		return nil
	}
	return Refuse(wire.PreconditionFailed, "cannot bind to ", x.describe(), ": binding limit (", strconv.Itoa(limit), ") is reached")
}

func (tx *Tx) roomForConsumer(ch *Channel) error {
	limit := tx.db.opts.MaxConsumers
	if len(ch.consumers) < limit {
		return nil
	}
	return Refuse(wire.NotAllowed, "reached maximum (", strconv.Itoa(limit), ") of consumers per channel")
}
