package amqp_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/crash"
	"github.com/twelvefold/twelvefold/core/world"
)

// crashBroker shows a broker to the crash harness: its queues by name, each
// with the bodies' numbers in order.
type crashBroker struct {
	*amqp.DB
	clock func() time.Time
}

var persistent = wire.AppendProperties(nil, &wire.Properties{DeliveryMode: wire.Persistent})

// with runs f on a channel of its own; closing it gives back what f has
// fetched and not settled.
func (b crashBroker) with(f func(tx *amqp.Tx, ch *amqp.Channel) error) error {
	return b.Update(func(tx *amqp.Tx) error {
		conn, err := tx.Connect("guest", "/", amqp.Client{})
		if err != nil {
			return err
		}
		defer tx.Disconnect(conn)
		ch, err := tx.OpenChannel(conn, 1)
		if err != nil {
			return err
		}
		return f(tx, ch)
	})
}

// State looks at every queue there may be by fetching all it has.
func (b crashBroker) State() (crash.State, error) {
	state := crash.State{}
	for _, q := range crashQueues {
		err := b.with(func(tx *amqp.Tx, ch *amqp.Channel) error {
			if !isThere(tx, ch, q) {
				return nil
			}
			var bodies []string
			for {
				g, ok, err := ch.Get(tx, q, false)
				if err != nil {
					return err
				}
				if !ok {
					break
				}
				number, _, _ := strings.Cut(string(g.Message.Body), ":")
				bodies = append(bodies, number)
			}
			state[q] = strings.Join(bodies, " ")
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return state, nil
}

func isThere(tx *amqp.Tx, ch *amqp.Channel, q string) bool {
	_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: q, Passive: true})
	return err == nil
}

var crashQueues = []string{"a", "b", "c"}

// crashSubject is a workload on three queues behind a fanout exchange, with
// small segments, many compactions and more messages than fit into memory.
// synced: every Tx syncs at its end; otherwise only Commit does.
func crashSubject(synced bool) crash.Subject {
	number := 0
	return crash.Subject{
		Open: func(w world.World) (crash.Store, error) {
			db, err := amqp.Open(w, amqp.Options{SegmentSize: 4096, MemoryLimit: 2000, MaxMessageSize: 4096})
			if err != nil {
				return nil, err
			}
			if !synced {
				db.OnDirty(func() {})
			}
			return crashBroker{db, w.Now}, nil
		},
		Next: func(r *rand.Rand) crash.Step {
			q := crashQueues[r.IntN(len(crashQueues))]
			number++
			body := strconv.Itoa(number) + ":" + strings.Repeat("x", r.IntN(900))
			switch n := r.IntN(40); {
			case n < 6:
				return declareStep(q, synced)
			case n < 7:
				return deleteQueueStep(q, synced)
			case n < 8:
				return purgeStep(q, synced)
			case n < 15:
				return publishStep("amq.fanout", "", body, synced)
			case n < 23:
				return publishStep("", q, body, synced)
			case n < 32:
				return ackStep(q, r.IntN(4), synced)
			case n < 34:
				n := r.IntN(9)
				return brokerStep("evacuate", false, func(b crashBroker) error { return b.Evacuate(n) })
			case n < 36:
				return brokerStep("tick", false, func(b crashBroker) error { b.Tick(b.clock()); return nil })
			default:
				return brokerStep("commit", true, crashBroker.Commit)
			}
		},
	}
}

func (b crashBroker) Commit() error { return b.DB.Commit() }

func brokerStep(name string, durable bool, do func(crashBroker) error) crash.Step {
	return crash.Step{Name: name, Durable: durable, Do: func(s crash.Store) error { return do(s.(crashBroker)) }}
}

func channelStep(name string, durable bool, do func(tx *amqp.Tx, ch *amqp.Channel) error, effect func(crash.State)) crash.Step {
	step := brokerStep(name, durable, func(b crashBroker) error { return b.with(do) })
	step.Effect = effect
	return step
}

func declareStep(q string, durable bool) crash.Step {
	return channelStep("declare "+q, durable, func(tx *amqp.Tx, ch *amqp.Channel) error {
		if _, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: q, Durable: true}); err != nil {
			return err
		}
		return nil
	}, func(s crash.State) {
		if _, ok := s[q]; !ok {
			s[q] = ""
		}
	})
}

func deleteQueueStep(q string, durable bool) crash.Step {
	return channelStep("delete "+q, durable, func(tx *amqp.Tx, ch *amqp.Channel) error {
		_, err := ch.QueueDelete(tx, q, false, false)
		return err
	}, func(s crash.State) { delete(s, q) })
}

func purgeStep(q string, durable bool) crash.Step {
	return channelStep("purge "+q, durable, func(tx *amqp.Tx, ch *amqp.Channel) error {
		_, _ = ch.QueuePurge(tx, q) // it may not be there
		return nil
	}, func(s crash.State) {
		if _, ok := s[q]; ok {
			s[q] = ""
		}
	})
}

// publishStep publishes to one queue, or to all: those that are there are
// bound first, in the same Tx, to be found by the message.
func publishStep(exchange, key, body string, durable bool) crash.Step {
	number, _, _ := strings.Cut(body, ":")
	to := []string{key}
	if exchange != "" {
		to = crashQueues
	}
	return channelStep("publish "+number+" to "+exchange+key, durable, func(tx *amqp.Tx, ch *amqp.Channel) error {
		for _, q := range crashQueues {
			_ = ch.Bind(tx, amqp.Bind{Source: "amq.fanout", Destination: q})
		}
		return ch.Publish(tx, amqp.Publish{Exchange: []byte(exchange), Key: []byte(key), Properties: persistent, Body: []byte(body)})
	}, func(s crash.State) {
		for _, q := range to {
			if have, ok := s[q]; ok {
				s[q] = strings.TrimSpace(have + " " + number)
			}
		}
	})
}

// ackStep acknowledges the message at place i of a queue, and gives back
// those before it.
func ackStep(q string, i int, durable bool) crash.Step {
	return channelStep("ack "+q+"["+strconv.Itoa(i)+"]", durable, func(tx *amqp.Tx, ch *amqp.Channel) error {
		var last amqp.Got
		for range i + 1 {
			if !isThere(tx, ch, q) {
				return nil
			}
			g, ok, err := ch.Get(tx, q, false)
			if err != nil {
				return err
			}
			if !ok {
				return nil // there are not so many
			}
			last = g
		}
		return ch.Ack(tx, last.Tag, false)
	}, func(s crash.State) {
		if list := strings.Fields(s[q]); i < len(list) {
			s[q] = strings.Join(slices.Delete(list, i, i+1), " ")
		}
	})
}

func TestCrashSyncedByEachTx(t *testing.T) { crash.Run(t, crash.Config{}, crashSubject(true)) }
func TestCrashSyncedByCommit(t *testing.T) { crash.Run(t, crash.Config{}, crashSubject(false)) }
