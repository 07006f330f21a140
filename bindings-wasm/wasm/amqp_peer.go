//go:build wasm && !noamqp

package main

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/command"
	"github.com/twelvefold/twelvefold/core/amqp/session"
	"github.com/twelvefold/twelvefold/core/code"
)

// amqpPeer is one who is connected to a broker: a session, which calls
// operations, or a connection, which speaks the protocol. Both share a table,
// because both are woken.
type amqpPeer struct {
	handle  uint32
	broker  *broker
	session *command.Session // nil of a connection
	conn    *session.Conn    // nil of a session
	awake   bool             // in woken
}

var (
	peers = table[*amqpPeer]{closed: errPeer}

	// woken has those whom the broker has something to tell. An import could
	// not call the host in the middle of a call, so the host looks at the
	// slot after each one, and then asks for the list.
	woken []*amqpPeer

	errPeer = code.New(code.Closed, "amqp: the connection has been closed")
	errKind = code.New(code.InvalidArgument, "wasm: a session speaks no protocol, a connection has no operations")
)

// wake is what the broker calls, in the middle of any call.
func (p *amqpPeer) wake() {
	if !p.awake {
		p.awake = true
		woken = append(woken, p)
		slot.woken++
	}
}

func (p *amqpPeer) join(wake func(func())) int32 {
	status := peers.add(p)
	p.handle = peers.last
	wake(p.wake)
	return status
}

// amqpSession opens a session as a user, in a virtual host, under a name: all
// are staged, and empty where the default will do.
//
//go:wasmexport amqp_session
func amqpSession(h, userLen, vhostLen, nameLen uint32) (status int32) {
	defer caught(&status)
	b := brokers.get(h)
	s, err := command.New(b.DB, command.Options{
		User: text(0, userLen), Vhost: text(userLen, vhostLen), Name: text(userLen+vhostLen, nameLen),
	})
	if err != nil {
		return failed(err)
	}
	p := &amqpPeer{broker: b, session: s}
	return p.join(s.Wake)
}

// speaker is the session of a handle.
func speaker(h uint32) (*command.Session, error) {
	if s := peers.get(h).session; s != nil {
		return s, nil
	}
	return nil, errKind
}

// amqpCall runs an operation, whose name and arguments (JSON) are staged, and
// leaves its reply (JSON).
//
//go:wasmexport amqp_call
func amqpCall(h, opLen, argsLen uint32) (status int32) {
	defer caught(&status)
	s, err := speaker(h)
	if err != nil {
		return failed(err)
	}
	reply, err := s.Do(here.Now(), text(0, opLen), arg(opLen, argsLen))
	if err != nil {
		return failed(err)
	}
	return give(reply)
}

// amqpCallBody is amqp_call with the body of a message beside the JSON: that of
// a basic.publish is staged behind the arguments, and that of the message in
// the reply is packed behind the reply; the slot's number is how many of the
// two there are.
//
//go:wasmexport amqp_call_body
func amqpCallBody(h, opLen, argsLen, bodyLen uint32) (status int32) {
	defer caught(&status)
	s, err := speaker(h)
	if err != nil {
		return failed(err)
	}
	reply, content, err := s.DoBody(here.Now(), text(0, opLen), arg(opLen, argsLen), body(opLen+argsLen, bodyLen))
	if err != nil {
		return failed(err)
	}
	packed, parts := appendField(nil, reply), 1.0
	if content != nil {
		packed, parts = appendField(packed, content), 2
	}
	give(packed)
	return giveNumber(parts)
}

// amqpPublish publishes the message whose arguments (JSON) and body are staged;
// with confirm not 0, it is safe afterwards.
//
//go:wasmexport amqp_publish
func amqpPublish(h, argsLen, bodyLen uint32, confirm int32) (status int32) {
	defer caught(&status)
	s, err := speaker(h)
	if err != nil {
		return failed(err)
	}
	return done(s.Publish(here.Now(), arg(0, argsLen), body(argsLen, bodyLen), confirm != 0))
}

// body copies what the broker keeps of the scratch buffer.
func body(off, n uint32) []byte { return slices.Clone(arg(off, n)) }

// amqpConnect opens a connection that speaks AMQP from its first byte on.
//
//go:wasmexport amqp_connect
func amqpConnect(h uint32) (status int32) {
	defer caught(&status)
	b := brokers.get(h)
	p := &amqpPeer{broker: b, conn: b.server.Connect(session.Peer{})}
	b.conns = append(b.conns, p)
	return p.join(p.conn.Wake)
}

// amqpFeed gives n bytes of the scratch buffer to a connection, and leaves
// what it says; none are given to go on after a wake, or where too much output
// had stopped it. The slot's number is 1 where the broker is short of memory
// or disk and no more is to be fed until the next wake. statusMiss: the
// connection has ended.
//
//go:wasmexport amqp_feed
func amqpFeed(h, n uint32) (status int32) {
	defer caught(&status)
	p := peers.get(h)
	if p.conn == nil {
		return failed(errKind)
	}
	p.conn.Feed(here.Now(), arg(0, n))
	give(p.conn.Out())
	giveNumber(0)
	if p.conn.Held() {
		giveNumber(1)
	}
	return answer(!p.conn.Done())
}

// amqpLeave ends a session or a connection: what it had not acknowledged goes
// back.
//
//go:wasmexport amqp_leave
func amqpLeave(h uint32) (status int32) {
	defer caught(&status)
	p := peers.take(h)
	if p.session != nil {
		return done(p.session.Close())
	}
	p.broker.forget(p)
	p.conn.Close(nil)
	return statusOK
}

// amqpWoken packs the handles of those who were woken since the last time.
//
//go:wasmexport amqp_woken
func amqpWoken() (status int32) {
	defer caught(&status)
	var handles []byte
	for _, p := range woken {
		p.awake = false
		handles = appendNumber(handles, float64(p.handle))
	}
	woken, slot.woken = woken[:0], 0
	return give(handles)
}
