package amqp

import (
	"errors"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/code"
)

// Fault is what a rule of the fault plane can have the broker do to a message
// instead of refusing it:
//
//	plane.Add(fault.Rule{Engine: "amqp", Op: "basic.publish", Prefix: []byte("orders"),
//		Count: 1, Err: amqp.DropMessage})
//
// Op is the method's name in AMQP, or "basic.deliver" for what the broker
// sends to a consumer. The subject, which Prefix is held against, is the
// exchange for exchange.* and basic.publish; the virtual host for
// connection.open; the queue for queue.* (a binding's destination for
// queue.bind) and for basic.get, consume, deliver, ack, nack; and empty for
// the rest. Beside a Fault, Rule.Err may be
//
//   - an *Error, from Refuse, CloseChannel or CloseConnection: the answer to
//     the operation;
//   - any other error: a defect of the broker, 541 INTERNAL_ERROR.
//
// Every operation is also recorded in the world's Journal.
type Fault struct {
	kind  faultKind
	delay time.Duration
}

type faultKind uint8

const (
	faultDrop faultKind = iota
	faultLoseConfirm
	faultDelay
)

// The faults that take no parameter.
var (
	// DropMessage has a publish reach no queue, and be confirmed all the same;
	// of basic.deliver: the message counts as delivered and never arrives; of
	// an acknowledgement: the broker never sees it.
	DropMessage = &Fault{kind: faultDrop}
	// LoseConfirm has a publish reach its queues and never be confirmed.
	LoseConfirm = &Fault{kind: faultLoseConfirm}
)

// DelayFor has a publish reach its queues d later, on the world's clock. Its
// confirm does not wait for that.
func DelayFor(d time.Duration) *Fault { return &Fault{faultDelay, d} }

// CloseChannel has an operation end its channel with a reply code, whichever
// that is. The text is preceded by the code's name, as in Refuse.
func CloseChannel(reply uint16, text string) *Error {
	e := Refuse(reply, text)
	e.scope = channelScope
	return e
}

// CloseConnection has an operation end the whole connection.
func CloseConnection(reply uint16, text string) *Error {
	e := Refuse(reply, text)
	e.scope = connectionScope
	return e
}

// Error tells what the fault does; it is also what an operation answers that
// the fault makes no sense for.
func (f *Fault) Error() string {
	switch f.kind {
	case faultDrop:
		return "amqp: fault: the message is dropped"
	case faultLoseConfirm:
		return "amqp: fault: the confirm is lost"
	}
	return "amqp: fault: the message is delayed by " + f.delay.String()
}

// ErrorCode is the code that all doors carry.
func (f *Fault) ErrorCode() code.Code { return code.Fault }

// enter is where every operation on a channel begins: on one that has ended
// nothing works any more, the journal records the call, and a fault rule may
// end it.
func (ch *Channel) enter(op, subject string) error {
	if ch.closed.Load() {
		return ErrClosed
	}
	return ch.conn.db.ask(op, subject)
}

// ask is world.Call for an operation of the broker, which must be locked.
func (db *DB) ask(op, subject string) error {
	if db.world.Faults == nil && db.world.Journal == nil {
		return nil
	}
	return db.world.Call(db.tx.now, "amqp", op, []byte(subject))
}

// asFault gives the Fault that err is, nil for other errors.
func asFault(err error) *Fault {
	if err == nil { // before the variable that errors.As needs on the heap
		return nil
	}
	var f *Fault
	errors.As(err, &f)
	return f
}

// publishFaulty is a publish under a fault.
func (ch *Channel) publishFaulty(tx *Tx, m *Message, f *Fault) {
	switch f.kind {
	case faultDrop:
		ch.number(tx, 0, false)
	case faultDelay:
		ch.number(tx, 0, false)
		tx.db.timers.at(tx.ms+f.delay.Milliseconds(), func(tx *Tx) { ch.send(tx, m) })
	case faultLoseConfirm:
		ch.published++
		ch.gaps = true
		ch.send(tx, m)
	}
}

// settleFaulty gives what an acknowledgement under a fault answers.
func settleFaulty(err error) error {
	if f := asFault(err); f != nil && f.kind == faultDrop {
		return nil
	}
	return err
}

// deliverFaulty is a delivery under a fault: it is outstanding, and the
// client is not told; a refusal ends the channel or connection.
func (tx *Tx) deliverFaulty(ch *Channel, err error) {
	var refusal *Error
	switch {
	case asFault(err) != nil:
	case !errors.As(err, &refusal):
		tx.CloseConn(ch.conn, Refuse(wire.InternalError, err.Error()))
	case refusal.Hard():
		tx.CloseConn(ch.conn, refusal)
	default:
		tx.expel(ch, refusal)
	}
}
