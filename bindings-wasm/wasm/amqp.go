//go:build wasm && !noamqp

package main

import (
	"slices"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/session"
)

// broker is an open AMQP engine with the protocol connections to it, which
// have deadlines of their own.
type broker struct {
	*amqp.DB
	server *session.Server
	conns  []*amqpPeer // in order of opening, so that equal runs tick them alike
}

var brokers = table[*broker]{closed: amqp.ErrClosed}

// amqpInMemory is the switch of amqp_open that keeps nothing in files.
const amqpInMemory = 1

// amqpOpen opens the broker in a folder; in memory where the world has no
// files of the host. The folder's name, and user and password of the first
// account, are staged; numbers of 0 are the engine's defaults, and so is an
// empty user.
//
//go:wasmexport amqp_open
func amqpOpen(dirLen, userLen, passwordLen uint32, flags int32, maxMessageSize, memoryLimit, memoryAlarm, segmentSize, consumerTimeoutMS float64) (status int32) {
	defer caught(&status)
	w, err := folder(text(0, dirLen))
	if err != nil {
		return failed(err)
	}
	db, err := amqp.Open(w, amqp.Options{
		InMemory: flags&amqpInMemory != 0 || !durable,
		User:     text(dirLen, userLen), Password: text(dirLen+userLen, passwordLen),
		MaxMessageSize: int(maxMessageSize), MemoryLimit: int64(memoryLimit), MemoryAlarm: int64(memoryAlarm),
		SegmentSize: int64(segmentSize), ConsumerTimeout: duration(consumerTimeoutMS),
	})
	if err != nil {
		return failed(err)
	}
	b := &broker{DB: db, server: session.NewServer(db, session.Options{Version: version})}
	began(b)
	return brokers.add(b)
}

// Tick does the broker's work that is due, and lets connections whose deadline
// has come send a heartbeat or end.
func (b *broker) Tick(now time.Time) (next time.Time) {
	next = b.DB.Tick(now)
	for _, p := range b.conns {
		if at := p.conn.Deadline(); !at.IsZero() && !at.After(now) {
			p.conn.Feed(now, nil)
			p.wake()
		}
		if at := p.conn.Deadline(); at.After(now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

func (b *broker) forget(p *amqpPeer) {
	b.conns = slices.DeleteFunc(b.conns, func(open *amqpPeer) bool { return open == p })
}

//go:wasmexport amqp_stats
func amqpStats(h uint32) (status int32) {
	defer caught(&status)
	s := brokers.get(h).Stats()
	var p stats
	p.add("connections", float64(s.Connections))
	p.add("channels", float64(s.Channels))
	p.add("exchanges", float64(s.Exchanges))
	p.add("queues", float64(s.Queues))
	p.add("consumers", float64(s.Consumers))
	p.add("messagesReady", float64(s.MessagesReady))
	p.add("messagesUnacked", float64(s.MessagesUnacked))
	p.add("messageBytes", float64(s.MessageBytes))
	p.add("published", float64(s.Published))
	p.add("confirmed", float64(s.Confirmed))
	p.add("delivered", float64(s.Delivered))
	p.add("redelivered", float64(s.Redelivered))
	p.add("acknowledged", float64(s.Acknowledged))
	p.add("returned", float64(s.Returned))
	p.add("unroutable", float64(s.Unroutable))
	p.add("expired", float64(s.Expired))
	p.add("deadLettered", float64(s.DeadLettered))
	p.add("logBytes", float64(s.LogBytes))
	return give(p)
}

//go:wasmexport amqp_reset
func amqpReset(h uint32) (status int32) {
	defer caught(&status)
	return done(brokers.get(h).Reset())
}

//go:wasmexport amqp_close
func amqpClose(h uint32) (status int32) {
	defer caught(&status)
	b := brokers.take(h)
	ended(b)
	return done(b.Close())
}
