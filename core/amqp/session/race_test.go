package session_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/world"
)

// driven is a session with the goroutine that drives it, as netloop does:
// one goroutine calls, any may wake it.
type driven struct {
	conn  *session.Conn
	input chan []byte
	woken chan struct{}
}

func drive(s *session.Server, done *sync.WaitGroup, found func(d *driven, f wire.Frame)) *driven {
	d := &driven{conn: s.Connect(session.Peer{}), input: make(chan []byte, 64), woken: make(chan struct{}, 1)}
	d.conn.Wake(func() {
		select {
		case d.woken <- struct{}{}:
		default:
		}
	})
	done.Go(func() {
		defer d.conn.Close(nil)
		var parser wire.Parser
		for {
			for out := d.conn.Out(); len(out) > 0; out = d.conn.Out() {
				parser.Feed(out)
				for f, ok, _ := parser.Next(); ok; f, ok, _ = parser.Next() {
					if id, _ := wire.PeekMethod(f.Payload); f.Channel == 0 && id == wire.ConnectionCloseOkID {
						return // the client closes its end first
					}
					found(d, f)
				}
				parser.Hold()
				d.conn.Feed(time.Now(), nil)
			}
			if d.conn.Done() {
				return
			}
			select {
			case p := <-d.input:
				d.conn.Feed(time.Now(), p)
			case <-d.woken:
				d.conn.Feed(time.Now(), nil)
			}
		}
	})
	return d
}

// TestManyDriversOneBroker has publishers and consumers, each with a goroutine
// of its own, hand messages over: all arrive, each once, in order per
// publisher.
func TestManyDriversOneBroker(t *testing.T) {
	const clients, messages = 8, 300
	db, err := amqp.Open(world.World{}, amqp.Options{InMemory: true})
	require.NoError(t, err)
	s := session.NewServer(db, session.Options{})
	begin := []byte(wire.ProtocolHeader)
	for _, m := range []wire.Method{startOk, &wire.ConnectionTuneOk{}, &wire.ConnectionOpen{VirtualHost: "/"}} {
		begin = wire.AppendMethodFrame(begin, 0, m)
	}
	begin = wire.AppendMethodFrame(begin, 1, &wire.ChannelOpen{})
	goodbye := wire.AppendMethodFrame(nil, 0, &wire.ConnectionClose{})

	var running, confirmed sync.WaitGroup
	var all []*driven
	got := make(chan string, clients*messages)
	for i := range clients {
		queue := "q" + strconv.Itoa(i/2) // two publishers and two consumers share one
		consumer := drive(s, &running, func(d *driven, f wire.Frame) {
			switch f.Type {
			case wire.FrameBody:
				got <- string(f.Payload)
			case wire.FrameMethod:
				if m, _ := wire.DecodeMethod(f.Payload); m.ID() == wire.BasicDeliverID {
					d.input <- wire.AppendMethodFrame(nil, 1, &wire.BasicAck{DeliveryTag: m.(*wire.BasicDeliver).DeliveryTag})
				}
			}
		})
		hello := append([]byte(nil), begin...)
		hello = wire.AppendMethodFrame(hello, 1, &wire.QueueDeclare{Queue: queue})
		hello = wire.AppendMethodFrame(hello, 1, &wire.BasicQos{PrefetchCount: 10})
		consumer.input <- wire.AppendMethodFrame(hello, 1, &wire.BasicConsume{Queue: queue, ConsumerTag: "c"})

		confirmed.Add(1)
		publisher := drive(s, &running, func(d *driven, f wire.Frame) {
			if f.Type != wire.FrameMethod {
				return
			}
			m, _ := wire.DecodeMethod(f.Payload)
			if ack, ok := m.(*wire.BasicAck); ok && ack.DeliveryTag == messages {
				confirmed.Done()
			}
		})
		publisher.input <- wire.AppendMethodFrame(wire.AppendMethodFrame(append([]byte(nil), begin...), 1,
			&wire.QueueDeclare{Queue: queue}), 1, &wire.ConfirmSelect{})
		running.Go(func() {
			for n := range messages {
				publisher.input <- publishFrames(1, &wire.BasicPublish{RoutingKey: queue}, strconv.Itoa(i)+"/"+strconv.Itoa(n))
			}
		})
		all = append(all, consumer, publisher)
	}
	seen := map[string]bool{}
	for range clients * messages {
		body := <-got
		require.False(t, seen[body], "%s came twice", body)
		seen[body] = true
	}
	confirmed.Wait()
	for _, d := range all[:clients] {
		d.input <- goodbye
	}
	require.NoError(t, db.Close())
	for _, d := range all[clients:] { // they have been told, and answer
		d.input <- goodbye
	}
	running.Wait()
}
