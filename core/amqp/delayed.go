package amqp

// delayOf is how many milliseconds the header x-delay holds a message back;
// 0 where it has none. A negative delay counts as its absolute value, as in
// RabbitMQ's plug-in rabbitmq_delayed_message_exchange.
func delayOf(m *Message) int64 {
	v, ok := m.Headers().Get("x-delay")
	if !ok {
		return 0
	}
	n, _ := asInt(v)
	return max(n, -n)
}

// delay keeps m and publishes it later. It is logged like a message in a
// queue, and survives a restart.
func (tx *Tx) delay(x *exchange, m *Message, ms int64) (upTo uint64) {
	tx.db.held += m.size()
	place, upTo := tx.logDelayed(x, m, tx.ms+ms)
	x.delayed++
	tx.db.timers.at(tx.ms+ms, func(tx *Tx) {
		tx.db.held -= m.size()
		x.delayed--
		if x.vhost.exchanges[x.name] == x {
			tx.spread(tx.route(x, m), m)
		}
		tx.logDelayedEnd(place)
	})
	return upTo
}
