package amqp

import "github.com/twelvefold/twelvefold/core/amqp/wire"

// transaction is what a channel in tx mode has done since the last commit
// (class tx). It is atomic towards other clients; towards a crash each
// message is, as in RabbitMQ.
type transaction struct {
	publishes   []*Message
	settlements []laterSettlement
}

type laterSettlement struct {
	delivery outstanding
	settlement
}

// Select puts the channel into tx mode.
func (ch *Channel) Select() error {
	if ch.mode == confirmMode {
		return Refuse(wire.PreconditionFailed, "cannot switch from confirm to tx mode")
	}
	ch.mode = txMode
	return nil
}

// ConfirmSelect puts the channel into confirm mode: every publish is
// confirmed once it is safe.
func (ch *Channel) ConfirmSelect() error {
	if ch.mode == txMode {
		return Refuse(wire.PreconditionFailed, "cannot switch from tx to confirm mode")
	}
	ch.mode = confirmMode
	return nil
}

// Commit does what the transaction holds.
func (ch *Channel) Commit(tx *Tx) error {
	if ch.mode != txMode {
		return errNotTransactional
	}
	t := ch.transaction
	ch.transaction = transaction{}
	for _, m := range t.publishes {
		if upTo, _ := ch.send(tx, m); upTo > tx.barrier {
			tx.barrier = upTo
		}
	}
	for _, s := range t.settlements {
		tx.settled(ch, s.delivery, s.settlement)
	}
	return nil
}

// Rollback forgets what the transaction holds: acknowledged deliveries are
// outstanding again.
func (ch *Channel) Rollback(tx *Tx) error {
	if ch.mode != txMode {
		return errNotTransactional
	}
	t := ch.transaction
	ch.transaction = transaction{}
	back := make([]outstanding, len(t.settlements))
	for i, s := range t.settlements {
		back[i] = s.delivery
	}
	ch.unacked.restore(back)
	return nil
}

// settleLater keeps a settlement for the commit.
func (ch *Channel) settleLater(tag uint64, multiple bool, s settlement) error {
	t := &ch.transaction
	later := func(o outstanding) { t.settlements = append(t.settlements, laterSettlement{o, s}) }
	if multiple {
		if ch.unacked.upTo(tag, later) == 0 && tag != 0 {
			return unknownTag(tag)
		}
		return nil
	}
	o, ok := ch.unacked.take(tag)
	if !ok {
		return unknownTag(tag)
	}
	later(o)
	return nil
}

var (
	errNotTransactional = Refuse(wire.PreconditionFailed, "channel is not transactional")
	errRecoverSame      = Refuse(wire.NotImplemented, "requeue=false")
)
