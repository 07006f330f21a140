package amqp_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/fault"
	"github.com/twelvefold/twelvefold/core/journal"
	"github.com/twelvefold/twelvefold/core/world"
)

// faulty is a broker with a connection, a channel in confirm mode and a queue
// q, in a world of faults.
type faulty struct {
	t     *testing.T
	world world.World
	clock *clock.Manual
	db    *amqp.DB
	conn  *amqp.Conn
	ch    *amqp.Channel
}

func newFaulty(t *testing.T) *faulty {
	c := clock.NewManual(time.UnixMilli(1_700_000_000_000))
	f := &faulty{t: t, clock: c, world: world.World{Seed: 1, Clock: c, Faults: new(fault.Plane), Journal: journal.New(100)}}
	var err error
	f.db, err = amqp.Open(f.world, amqp.Options{InMemory: true})
	require.NoError(t, err)
	f.do(func(tx *amqp.Tx) (err error) {
		if f.conn, err = tx.Connect("guest", "/", amqp.Client{CancelNotify: true}); err != nil {
			return err
		}
		if f.ch, err = tx.OpenChannel(f.conn, 1); err != nil {
			return err
		}
		if err := f.ch.ConfirmSelect(); err != nil {
			return err
		}
		_, err = f.ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q"})
		return err
	})
	return f
}

func (f *faulty) do(op func(tx *amqp.Tx) error) { require.NoError(f.t, f.db.Update(op)) }

func (f *faulty) publish(body string) error {
	return f.db.Update(func(tx *amqp.Tx) error {
		return f.ch.Publish(tx, amqp.Publish{Key: []byte("q"), Body: []byte(body)})
	})
}

// get empties the queue.
func (f *faulty) get() (bodies []string) {
	f.do(func(tx *amqp.Tx) error {
		for {
			g, ok, err := f.ch.Get(tx, "q", true)
			if !ok || err != nil {
				return err
			}
			bodies = append(bodies, string(g.Message.Body))
		}
	})
	return bodies
}

// confirmed gives the tags that are, "3+" for all up to 3.
func (f *faulty) confirmed() (tags []string) {
	f.ch.Confirms(func(tag uint64, multiple, nack bool) {
		text := strconv.FormatUint(tag, 10)
		if multiple {
			text += "+"
		}
		if nack {
			text = "-" + text
		}
		tags = append(tags, text)
	})
	return tags
}

func TestFaultsOfPublish(t *testing.T) {
	tests := []struct {
		fault     error
		err       string
		bodies    []string // in the queue at once
		confirmed []string
	}{
		{amqp.DropMessage, "", []string{"0", "2"}, []string{"3+"}},
		{amqp.LoseConfirm, "", []string{"0", "1", "2"}, []string{"1", "3"}},
		{amqp.DelayFor(time.Second), "", []string{"0", "2"}, []string{"3+"}},
		{amqp.Refuse(wire.PreconditionFailed, "no"), "PRECONDITION_FAILED - no", []string{"0", "2"}, []string{"2+"}},
		{errors.New("a defect"), "a defect", []string{"0", "2"}, []string{"2+"}},
	}
	for _, test := range tests {
		f := newFaulty(t)
		f.world.Faults.Add(fault.Rule{Engine: "amqp", Op: "basic.publish", Skip: 1, Count: 1, Err: test.fault})
		for i := range 3 {
			err := f.publish(strconv.Itoa(i))
			if i == 1 && test.err != "" {
				assert.EqualError(t, err, test.err)
			} else {
				assert.NoError(t, err)
			}
		}
		assert.Equal(t, test.confirmed, f.confirmed(), "%v", test.fault)
		assert.Equal(t, test.bodies, f.get(), "%v", test.fault)
		f.clock.Advance(time.Second)
		f.db.Tick(f.clock.Now())
		if f, ok := test.fault.(*amqp.Fault); ok {
			assert.Equal(t, code.Fault, code.Of(f))
		}
		if test.fault.Error() == amqp.DelayFor(time.Second).Error() {
			assert.Equal(t, []string{"1"}, f.get(), "it comes in the end")
		}
		assert.Empty(t, f.get())
	}
}

func TestFaultsReachTheExchangeTheyName(t *testing.T) {
	f := newFaulty(t)
	f.world.Faults.Add(fault.Rule{Engine: "amqp", Op: "basic.publish", Prefix: []byte("orders"), Err: amqp.DropMessage})
	require.NoError(t, f.publish("kept"))
	assert.Equal(t, []string{"kept"}, f.get())
}

func TestDroppedDeliveryAndAcknowledgement(t *testing.T) {
	f := newFaulty(t)
	f.world.Faults.Add(fault.Rule{Op: "basic.deliver", Prefix: []byte("q"), Count: 1, Err: amqp.DropMessage})
	f.world.Faults.Add(fault.Rule{Op: "basic.ack", Count: 1, Err: amqp.DropMessage})
	f.do(func(tx *amqp.Tx) error {
		_, err := f.ch.Consume(tx, amqp.Consume{Queue: "q", Tag: "c"})
		return err
	})
	require.NoError(t, f.publish("lost"))
	require.NoError(t, f.publish("came"))
	events := f.conn.Drain(nil)
	require.Len(t, events, 1)
	assert.Equal(t, "came", string(events[0].Message.Body))
	require.EqualValues(t, 2, events[0].Tag)
	f.do(func(tx *amqp.Tx) error { return f.ch.Ack(tx, 2, false) })
	assert.Equal(t, 2, f.db.Stats().MessagesUnacked, "the acknowledgement was lost")
	f.do(func(tx *amqp.Tx) error { return f.ch.Ack(tx, 2, true) })
	assert.Zero(t, f.db.Stats().MessagesUnacked)
}

// TestFaultsThatClose runs each operation under a rule that closes; the scope
// is the rule's, whatever the code usually does.
func TestFaultsThatClose(t *testing.T) {
	for op, run := range map[string]func(f *faulty, tx *amqp.Tx) error{
		"exchange.declare": func(f *faulty, tx *amqp.Tx) error {
			return f.ch.ExchangeDeclare(tx, amqp.ExchangeDeclare{Name: "x", Type: amqp.Direct})
		},
		"exchange.delete": func(f *faulty, tx *amqp.Tx) error { return f.ch.ExchangeDelete(tx, "x", false) },
		"queue.declare": func(f *faulty, tx *amqp.Tx) error {
			_, err := f.ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "r"})
			return err
		},
		"queue.delete": func(f *faulty, tx *amqp.Tx) error { _, err := f.ch.QueueDelete(tx, "q", false, false); return err },
		"queue.purge":  func(f *faulty, tx *amqp.Tx) error { _, err := f.ch.QueuePurge(tx, "q"); return err },
		"queue.bind": func(f *faulty, tx *amqp.Tx) error {
			return f.ch.Bind(tx, amqp.Bind{Source: "amq.direct", Destination: "q"})
		},
		"queue.unbind": func(f *faulty, tx *amqp.Tx) error {
			return f.ch.Unbind(tx, amqp.Bind{Source: "amq.direct", Destination: "q"})
		},
		"exchange.bind": func(f *faulty, tx *amqp.Tx) error {
			return f.ch.Bind(tx, amqp.Bind{Source: "amq.direct", Destination: "amq.fanout", ToExchange: true})
		},
		"exchange.unbind": func(f *faulty, tx *amqp.Tx) error {
			return f.ch.Unbind(tx, amqp.Bind{Source: "amq.direct", Destination: "amq.fanout", ToExchange: true})
		},
		"basic.publish":  func(f *faulty, tx *amqp.Tx) error { return f.ch.Publish(tx, amqp.Publish{Key: []byte("q")}) },
		"basic.consume":  func(f *faulty, tx *amqp.Tx) error { _, err := f.ch.Consume(tx, amqp.Consume{Queue: "q"}); return err },
		"basic.cancel":   func(f *faulty, tx *amqp.Tx) error { return f.ch.CancelConsumer(tx, "c") },
		"basic.get":      func(f *faulty, tx *amqp.Tx) error { _, _, err := f.ch.Get(tx, "q", true); return err },
		"basic.ack":      func(f *faulty, tx *amqp.Tx) error { return f.ch.Ack(tx, 0, true) },
		"basic.nack":     func(f *faulty, tx *amqp.Tx) error { return f.ch.Nack(tx, 0, true, true) },
		"basic.recover":  func(f *faulty, tx *amqp.Tx) error { return f.ch.Recover(tx, true) },
		"basic.qos":      func(f *faulty, tx *amqp.Tx) error { return f.ch.Qos(tx, 0, 1, false) },
		"channel.flow":   func(f *faulty, tx *amqp.Tx) error { return f.ch.Flow(tx, true) },
		"confirm.select": func(f *faulty, _ *amqp.Tx) error { return f.ch.ConfirmSelect() },
		"tx.select":      func(f *faulty, _ *amqp.Tx) error { return f.ch.Select() },
		"tx.commit":      func(f *faulty, tx *amqp.Tx) error { return f.ch.Commit(tx) },
		"tx.rollback":    func(f *faulty, tx *amqp.Tx) error { return f.ch.Rollback(tx) },
		"channel.open":   func(f *faulty, tx *amqp.Tx) error { _, err := tx.OpenChannel(f.conn, 2); return err },
		"connection.open": func(f *faulty, tx *amqp.Tx) error {
			_, err := tx.Connect("guest", "/", amqp.Client{})
			return err
		},
	} {
		t.Run(op, func(t *testing.T) {
			f := newFaulty(t)
			before := len(f.world.Journal.Calls())
			soft, hard := amqp.CloseChannel(wire.InternalError, "soft"), amqp.CloseConnection(wire.NotFound, "hard")
			f.world.Faults.Add(fault.Rule{Engine: "amqp", Op: op, Count: 1, Err: soft})
			f.world.Faults.Add(fault.Rule{Engine: "amqp", Op: op, Count: 1, Err: hard})
			for _, want := range []struct {
				err  *amqp.Error
				text string
				hard bool
			}{{soft, "INTERNAL_ERROR - soft", false}, {hard, "NOT_FOUND - hard", true}} {
				err := f.db.Update(func(tx *amqp.Tx) error { return run(f, tx) })
				var refusal *amqp.Error
				require.ErrorAs(t, err, &refusal)
				assert.Equal(t, want.text, refusal.Text)
				assert.Equal(t, want.hard, refusal.Hard())
			}
			calls := f.world.Journal.Calls()[before:]
			require.Len(t, calls, 2)
			assert.Equal(t, op, calls[0].Op)
			assert.Equal(t, error(soft), calls[0].Err)
		})
	}
}

func TestDeliveryThatClosesItsChannel(t *testing.T) {
	f := newFaulty(t)
	f.do(func(tx *amqp.Tx) error {
		_, err := f.ch.Consume(tx, amqp.Consume{Queue: "q", Tag: "c"})
		return err
	})
	f.world.Faults.Add(fault.Rule{Op: "basic.deliver", Count: 1, Err: amqp.CloseChannel(wire.ConnectionForced, "gone")})
	f.do(func(tx *amqp.Tx) error {
		other, err := tx.OpenChannel(f.conn, 2)
		if err != nil {
			return err
		}
		return other.Publish(tx, amqp.Publish{Key: []byte("q"), Body: []byte("again")})
	})
	events := f.conn.Drain(nil)
	require.Len(t, events, 1)
	assert.Equal(t, amqp.ChannelGone, events[0].Kind)
	assert.True(t, f.ch.Closed())
	assert.Equal(t, 1, f.db.Stats().MessagesReady)
	assert.ErrorIs(t, f.publish("x"), amqp.ErrClosed)
}

func TestJournalTellsWhatWasCalled(t *testing.T) {
	f := newFaulty(t)
	require.NoError(t, f.publish("x"))
	f.get()
	var ops []string
	for _, c := range f.world.Journal.Calls() {
		ops = append(ops, c.Op+" "+c.Subject)
	}
	assert.Equal(t, []string{"connection.open /", "channel.open ", "confirm.select ", "queue.declare q", "basic.publish ",
		"basic.get q", "basic.get q"}, ops)
}
