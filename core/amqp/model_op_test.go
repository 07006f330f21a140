package amqp_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// modelOp is an operation on a channel and a queue; n gives it what else it
// needs. All are numbers, so that a program stays one whatever is taken out.
type modelOp struct {
	kind               string
	conn, ch, queue, n int
}

func (o modelOp) String() string {
	return fmt.Sprintf("{%q, %d, %d, %d, %d}", o.kind, o.conn, o.ch, o.queue, o.n)
}

// modelKind is what an operation does to the broker and to the model; both
// give what the client is answered.
type modelKind struct {
	weight int
	broker func(r *modelRun, tx *amqp.Tx, o modelOp) string
	model  func(r *modelRun, o modelOp) string
}

func (o modelOp) broker(r *modelRun, tx *amqp.Tx) string { return modelKinds[o.kind].broker(r, tx, o) }
func (o modelOp) model(r *modelRun) string               { return modelKinds[o.kind].model(r, o) }

func (o modelOp) channel(r *modelRun) *amqp.Channel { return r.channels[o.conn][o.ch] }
func (o modelOp) mirror(r *modelRun) *modelChannel  { return r.mirrors[o.conn][o.ch] }
func (o modelOp) target(r *modelRun) *modelQueue    { return r.model.queues[o.queue] }

// program makes a random list of operations.
func program(seed uint64, length int) []modelOp {
	r := rand.New(rand.NewPCG(seed, 0))
	var names []string
	for name, k := range modelKinds {
		for range k.weight {
			names = append(names, name)
		}
	}
	slices.Sort(names) // a map's order would not repeat
	var list []modelOp
	names = append(names, "restart")
	for i := range len(newQueues()) {
		list = append(list, modelOp{"declare", 0, 0, i, 0})
	}
	for range length {
		list = append(list, modelOp{names[r.IntN(len(names))], r.IntN(modelConns), r.IntN(modelChannels), r.IntN(len(newQueues())), r.IntN(1 << 16)})
	}
	return list
}

var modelKinds = map[string]modelKind{
	"declare": {2,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			q := o.target(r)
			d, err := o.channel(r).QueueDeclare(tx, amqp.QueueDeclare{Name: q.name, Durable: true, Arguments: q.arguments(r.model.queues)})
			must(err)
			return strconv.Itoa(d.Messages)
		},
		func(r *modelRun, o modelOp) string {
			q := o.target(r)
			q.there = true
			return strconv.Itoa(len(q.ready))
		}},
	"bind": {2,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			if o.target(r).there {
				must(o.channel(r).Bind(tx, amqp.Bind{Source: "amq.fanout", Destination: o.target(r).name}))
			}
			return ""
		},
		func(r *modelRun, o modelOp) string {
			if q := o.target(r); q.there && q.bound == 0 {
				r.next++
				q.bound = r.next
			}
			return ""
		}},
	"unbind": {1,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			if o.target(r).there {
				must(o.channel(r).Unbind(tx, amqp.Bind{Source: "amq.fanout", Destination: o.target(r).name}))
			}
			return ""
		},
		func(r *modelRun, o modelOp) string { o.target(r).bound = 0; return "" }},
	"delete": {1,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			n, err := o.channel(r).QueueDelete(tx, o.target(r).name, false, false)
			must(err)
			return strconv.Itoa(n)
		},
		func(r *modelRun, o modelOp) string {
			n := len(o.target(r).ready)
			r.model.remove(o.target(r))
			return strconv.Itoa(n)
		}},
	"purge": {1,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			if !o.target(r).there {
				return "0"
			}
			n, err := o.channel(r).QueuePurge(tx, o.target(r).name)
			must(err)
			return strconv.Itoa(n)
		},
		func(r *modelRun, o modelOp) string {
			n := len(o.target(r).ready)
			o.target(r).ready = nil
			return strconv.Itoa(n)
		}},
	"publish": {30, publishToBroker, publishToModel},
	"consume": {6, consumeFromBroker, consumeFromModel},
	"cancel": {2,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			if list := o.mirror(r).consumers; len(list) > 0 {
				must(o.channel(r).CancelConsumer(tx, list[o.n%len(list)].tag))
			}
			return ""
		},
		func(r *modelRun, o modelOp) string {
			if list := o.mirror(r).consumers; len(list) > 0 {
				if c := list[o.n%len(list)]; r.model.cancel(c) {
					r.model.dispatch(c.queue)
				}
			}
			return ""
		}},
	"qos": {2,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			must(o.channel(r).Qos(tx, 0, uint16(o.n%4), o.n&8 != 0))
			return ""
		},
		func(r *modelRun, o modelOp) string {
			ch := o.mirror(r)
			ch.prefetch = o.n % 4
			if o.n&8 == 0 {
				ch.perConsumer, ch.prefetch = o.n%4, 0
			}
			for _, c := range slices.Clone(ch.consumers) {
				r.model.dispatch(c.queue)
			}
			return ""
		}},
	"get": {8,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			if !o.target(r).there {
				return "none"
			}
			g, ok, err := o.channel(r).Get(tx, o.target(r).name, o.n&1 == 0)
			must(err)
			if !ok {
				return "empty"
			}
			return fmt.Sprintf("tag=%d %s", g.Tag, seen(g.Message, g.Redelivered))
		},
		func(r *modelRun, o modelOp) string {
			if !o.target(r).there {
				return "none"
			}
			return r.model.get(o.mirror(r), o.target(r), o.n&1 == 0)
		}},
	"settle": {20, settleInBroker, settleInModel},
	"recover": {1,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string { must(o.channel(r).Recover(tx, true)); return "" },
		func(r *modelRun, o modelOp) string {
			var list []transactedSettle
			for _, d := range o.mirror(r).unacked {
				list = append(list, transactedSettle{d, false, true})
			}
			o.mirror(r).unacked = nil
			r.model.finish(list, nil)
			return ""
		}},
	"commit": {4,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			o.ch = 2
			return fmt.Sprint(o.channel(r).Commit(tx))
		}, commitInModel},
	"rollback": {1,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			o.ch = 2
			must(o.channel(r).Rollback(tx))
			return ""
		},
		func(r *modelRun, o modelOp) string {
			o.ch = 2
			ch := o.mirror(r)
			for _, s := range ch.transactedSettle {
				ch.unacked = append(ch.unacked, s.delivery)
			}
			slices.SortFunc(ch.unacked, func(a, b *modelDelivery) int { return a.tag - b.tag })
			ch.transactedSettle, ch.transactedPublish = nil, nil
			return ""
		}},
	"close": {1,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			tx.CloseChannel(o.channel(r))
			must(r.openChannel(tx, o.conn, o.ch))
			return ""
		},
		func(r *modelRun, o modelOp) string { r.model.close(o.mirror(r)); return "" }},
	"vanish": {1,
		func(r *modelRun, tx *amqp.Tx, o modelOp) string {
			tx.Disconnect(r.conns[o.conn])
			must(r.connect(tx, o.conn))
			return ""
		},
		func(r *modelRun, o modelOp) string {
			r.model.gone = o.conn
			r.model.close(r.mirrors[o.conn]...)
			r.model.gone, r.model.events[o.conn] = -1, nil
			return ""
		}},
	"advance": {8,
		func(r *modelRun, _ *amqp.Tx, o modelOp) string {
			r.clock.Advance(time.Duration(1+o.n%8) * 10 * time.Millisecond)
			return ""
		},
		func(*modelRun, modelOp) string { return "" }},
}

// message is what a publish sends: a persistent one, mostly.
func (o modelOp) message(r *modelRun) *modelMessage {
	m := &modelMessage{id: r.next, priority: o.n >> 2 % 6, expiration: -1, persistent: o.n>>5%4 != 0, at: r.model.ms}
	if o.n>>8%4 == 0 && o.queue == 0 {
		m.expiration = int64(2 + o.n>>10%6*10)
	}
	return m
}

func publishToBroker(r *modelRun, tx *amqp.Tx, o modelOp) string {
	m := o.message(r)
	p := wire.Properties{Priority: uint8(m.priority), DeliveryMode: 1, Present: wire.HasPriority | wire.HasDeliveryMode}
	if m.persistent {
		p.DeliveryMode = 2
	}
	if m.expiration >= 0 {
		p.Expiration = strconv.FormatInt(m.expiration, 10)
		p.Present |= wire.HasExpiration
	}
	publish := amqp.Publish{Key: []byte(o.target(r).name), Mandatory: o.n&1 == 0,
		Properties: wire.AppendProperties(nil, &p), Body: strconv.AppendInt(nil, int64(m.id), 10)}
	if o.n&2 == 0 && o.queue != 0 {
		publish.Exchange, publish.Key = []byte("amq.fanout"), nil
	}
	must(o.channel(r).Publish(tx, publish))
	return ""
}

func publishToModel(r *modelRun, o modelOp) string {
	m := o.message(r)
	r.next++
	ch := o.mirror(r)
	send := transacted{m, nil, o.n&1 == 0}
	if o.n&2 == 0 && o.queue != 0 {
		send.targets = r.model.bound()
	} else { // the default exchange looks for the queue at the commit
		send.targets = []*modelQueue{o.target(r)}
	}
	if ch.tx {
		ch.transactedPublish = append(ch.transactedPublish, send)
		return ""
	}
	refused := r.model.send(o.conn, send)
	if ch.confirm {
		ch.published++
		ch.confirms = append(ch.confirms, fmt.Sprintf("%d nack=%t", ch.published, refused))
	}
	return ""
}

// bound are the queues that amq.fanout reaches, the first that was bound first.
func (m *model) bound() (list []*modelQueue) {
	for _, q := range m.queues {
		if q.there && q.bound > 0 {
			list = append(list, q)
		}
	}
	slices.SortFunc(list, func(a, b *modelQueue) int { return a.bound - b.bound })
	return list
}

// send puts a message into those of its queues that are there by now.
func (m *model) send(conn int, t transacted) (refused bool) {
	reached := slices.DeleteFunc(slices.Clone(t.targets), func(q *modelQueue) bool { return !q.there })
	if len(reached) == 0 && t.must {
		m.expect(conn, "return %d", t.message.id)
	}
	return m.publish(reached, t.message)
}

func commitInModel(r *modelRun, o modelOp) string {
	o.ch = 2
	ch := o.mirror(r)
	refused := false
	for _, t := range ch.transactedPublish {
		if r.model.send(o.conn, t) {
			refused = true
		}
	}
	ch.transactedPublish = nil
	r.model.finish(slices.Clone(ch.transactedSettle), nil)
	if refused {
		return "PRECONDITION_FAILED - partial tx completion"
	}
	return "<nil>"
}

// mayConsume leaves out what is refused: a quorum queue under a prefetch for
// the whole channel.
func (o modelOp) mayConsume(r *modelRun) bool {
	return o.target(r).there && (o.target(r).limit < 0 || o.mirror(r).prefetch == 0)
}

func (r *modelRun) tag(o modelOp) string { return fmt.Sprintf("c%d.%d.%d", o.conn, o.ch, r.next) }

func consumeFromBroker(r *modelRun, tx *amqp.Tx, o modelOp) string {
	if !o.mayConsume(r) {
		return ""
	}
	var t wire.Table
	if o.n&6 == 0 {
		t.Set("x-priority", int64(5))
	}
	_, err := o.channel(r).Consume(tx, amqp.Consume{Queue: o.target(r).name, Tag: r.tag(o), NoAck: o.n&1 == 0, Arguments: t})
	must(err)
	// Its first deliveries come at the end of the Tx: they must be known then.
	r.tags[r.tag(o)] = &modelConsumer{queue: o.target(r)}
	return ""
}

func consumeFromModel(r *modelRun, o modelOp) string {
	if o.mayConsume(r) {
		priority := 0
		if o.n&6 == 0 {
			priority = 5
		}
		c := r.tags[r.tag(o)]
		ch := o.mirror(r)
		*c = modelConsumer{channel: ch, queue: c.queue, tag: r.tag(o), noAck: o.n&1 == 0, priority: priority, prefetch: ch.perConsumer}
		r.next++
		r.model.consume(c)
	}
	return ""
}

// settlement picks a delivery and what becomes of it.
func (o modelOp) settlement(r *modelRun) (tag int, multiple, ack, requeue bool) {
	tag = 99999 // is not there
	if list := o.mirror(r).unacked; len(list) > 0 {
		tag = list[o.n>>4%len(list)].tag
	}
	return tag, o.n&1 == 0, o.n>>1%8 > 2, o.n>>1%8 > 0
}

func settleInBroker(r *modelRun, tx *amqp.Tx, o modelOp) string {
	tag, multiple, ack, requeue := o.settlement(r)
	var err error
	if ack {
		err = o.channel(r).Ack(tx, uint64(tag), multiple)
	} else {
		err = o.channel(r).Nack(tx, uint64(tag), multiple, requeue)
	}
	return strconv.FormatBool(err == nil)
}

func settleInModel(r *modelRun, o modelOp) string {
	tag, multiple, ack, requeue := o.settlement(r)
	return strconv.FormatBool(r.model.settle(o.mirror(r), tag, multiple, ack, requeue && !ack))
}
