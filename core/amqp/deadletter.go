package amqp

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/event"
)

// Why a message was dead-lettered, as x-death names it.
const (
	reasonRejected      = "rejected"
	reasonExpired       = "expired"
	reasonMaxlen        = "maxlen"
	reasonDeliveryLimit = "delivery_limit"
)

// deadLetter ends a message in q and, where q has a dead-letter exchange,
// publishes it there. The new copy is logged before the old one's end, so
// that a crash in between doubles the message and never loses it.
func (tx *Tx) deadLetter(q *queue, e *entry, reason string) {
	tx.happened(event.Died, "queue", q.vhost, q.name, reason)
	if q.set.hasDead {
		if x := q.vhost.exchanges[q.set.deadExchange]; x != nil && (e.msg != nil || tx.fetch(q, e)) {
			tx.db.stats.deadLettered++
			m := q.dead(e.msg, reason, tx.ms)
			x.messages++
			if d := x.delayOf(m); d > 0 {
				tx.delay(x, m, d)
				tx.end(q, e)
				return
			}
			queues := tx.route(x, m)
			if reason != reasonRejected {
				queues = withoutCycles(queues, m.Headers())
			}
			tx.spread(queues, m)
		}
	}
	tx.end(q, e)
}

// dead is the message as the dead-letter exchange gets it
// (rabbit_dead_letter:make_msg): another exchange and key, no expiration, and
// its deaths in the header x-death.
func (q *queue) dead(m *Message, reason string, now int64) *Message {
	props, _ := wire.DecodeProperties(m.Properties) // scanned when it came
	death := wire.Table{
		{Name: "reason", Value: reason},
		{Name: "queue", Value: q.name},
		{Name: "time", Value: wire.Timestamp(now / 1000)},
		{Name: "exchange", Value: m.Exchange},
		{Name: "routing-keys", Value: keyList(m)},
	}
	if m.hasTTL {
		death = append(death, wire.Field{Name: "original-expiration", Value: props.Expiration})
	}
	headers := addDeath(props.Headers, death)
	key, more := m.Key, m.copies
	if q.set.hasDeadKey {
		key, more = q.set.deadKey, nil
		headers.Delete("CC")
	}
	props.Headers = headers
	props.Remove(wire.HasExpiration)
	d := *m
	d.Exchange, d.Key, d.copies = q.set.deadExchange, key, more
	d.Properties = wire.AppendProperties(nil, &props)
	d.hasHeaders, d.hasTTL, d.mandatory, d.at = true, false, false, now
	return &d
}

// keyList is the routing key of the publish, and those in CC.
func keyList(m *Message) wire.Array {
	list := wire.Array{m.Key}
	v, _ := m.Headers().Get("CC")
	cc, _ := v.(wire.Array)
	return append(list, cc...)
}

// addDeath puts a death at the front of x-death: a second one in the same
// queue for the same reason counts up the first, which keeps what else it
// tells. A header of that name that is no list is replaced.
func addDeath(headers wire.Table, death wire.Table) wire.Table {
	v, has := headers.Get("x-death")
	if !has {
		for _, name := range []string{"reason", "queue", "exchange"} {
			first, _ := death.Get(name)
			headers.Set("x-first-death-"+name, first)
		}
	}
	count := int64(1)
	list := wire.Array{nil} // the front is for this death
	for _, d := range grouped(v) {
		t, _ := d.(wire.Table)
		if count == 1 && same(t, death, "queue") && same(t, death, "reason") {
			before, _ := t.Get("count")
			n, _ := wire.Integer(before)
			count = n + 1
			death = t.Clone()
			death.Delete("count")
			continue
		}
		list = append(list, d)
	}
	list[0] = append(wire.Table{{Name: "count", Value: count}}, death...)
	headers.Set("x-death", list)
	return headers
}

// grouped is the list of deaths as RabbitMQ looks at it: of several with one
// queue and reason the first, and the list turned round, which is an accident
// of group_by_queue_and_reason that clients see.
func grouped(v any) wire.Array {
	deaths, _ := v.(wire.Array)
	if len(deaths) < 2 {
		return deaths
	}
	var list wire.Array
next:
	for _, d := range deaths {
		t, _ := d.(wire.Table)
		for _, have := range list {
			h, _ := have.(wire.Table)
			if same(t, h, "queue") && same(t, h, "reason") {
				continue next
			}
		}
		list = append(list, d)
	}
	slices.Reverse(list)
	return list
}

func same(a, b wire.Table, name string) bool {
	x, okX := a.Get(name)
	y, okY := b.Get(name)
	return okX && okY && wire.Equal(x, y)
}

// withoutCycles leaves out the queues that the message has died in before
// with no rejection since: such a message would go round for ever
// (rabbit_dead_letter:detect_cycles).
func withoutCycles(queues []*queue, headers wire.Table) []*queue {
	v, _ := headers.Get("x-death")
	deaths, _ := v.(wire.Array)
	kept := queues[:0:0]
	for _, q := range queues {
		if !isCycle(q.name, deaths) {
			kept = append(kept, q)
		}
	}
	return kept
}

func isCycle(queue string, deaths wire.Array) bool {
	for _, d := range deaths {
		t, _ := d.(wire.Table)
		if reason, _ := t.Get("reason"); reason == reasonRejected {
			return false
		}
		if name, _ := t.Get("queue"); name == queue {
			return true
		}
	}
	return false
}
