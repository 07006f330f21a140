package amqp

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// transaction is what a channel in tx mode has done since the last commit
// (class tx). It is atomic towards other clients; towards a crash each
// message is, as in RabbitMQ.
type transaction struct {
	publishes   []addressed
	bytes       int64 // of them: they count as held in memory
	settlements []laterSettlement
	prefetched  int // of them, those that count for the channel's prefetch until the commit
}

type laterSettlement struct {
	delivery outstanding
	settlement
}

// Select puts the channel into tx mode.
func (ch *Channel) Select() error {
	if err := ch.enter("tx.select", ""); err != nil {
		return err
	}
	if ch.mode == confirmMode {
		return Refuse(wire.PreconditionFailed, "cannot switch from confirm to tx mode")
	}
	ch.mode = txMode
	return nil
}

// ConfirmSelect puts the channel into confirm mode: every publish is
// confirmed once it is safe.
func (ch *Channel) ConfirmSelect() error {
	if err := ch.enter("confirm.select", ""); err != nil {
		return err
	}
	if ch.mode == txMode {
		return Refuse(wire.PreconditionFailed, "cannot switch from tx to confirm mode")
	}
	ch.mode = confirmMode
	return nil
}

// Commit does what the transaction holds. Where a full queue refuses one of the
// messages, the rest is done all the same, and the answer is 406.
func (ch *Channel) Commit(tx *Tx) error {
	if err := ch.enter("tx.commit", ""); err != nil {
		return err
	}
	if ch.mode != txMode {
		return errNotTransactional
	}
	t := tx.takeTransaction(ch)
	ch.transaction.prefetched = t.prefetched // the room is there once they are settled
	failed := false
	for _, a := range t.publishes {
		upTo, rejected := ch.forward(tx, ch.still(tx, a))
		tx.barrier = max(tx.barrier, upTo)
		failed = failed || rejected
	}
	for _, s := range t.settlements {
		if s.delivery.consumer != nil {
			ch.transaction.prefetched--
		}
		tx.settled(ch, s.delivery, s.settlement)
	}
	ch.unblock(tx)
	if failed {
		return Refuse(wire.PreconditionFailed, "partial tx completion")
	}
	return nil
}

// Rollback forgets what the transaction holds: acknowledged deliveries are
// outstanding again.
func (ch *Channel) Rollback(tx *Tx) error {
	if err := ch.enter("tx.rollback", ""); err != nil {
		return err
	}
	if ch.mode != txMode {
		return errNotTransactional
	}
	tx.rollback(ch)
	return nil
}

func (tx *Tx) rollback(ch *Channel) {
	t := tx.takeTransaction(ch)
	back := make([]outstanding, len(t.settlements))
	for i, s := range t.settlements {
		back[i] = s.delivery
	}
	ch.unacked.restore(back)
}

// takeTransaction takes what the channel has done since the last commit.
func (tx *Tx) takeTransaction(ch *Channel) transaction {
	t := ch.transaction
	ch.transaction = transaction{}
	tx.db.held -= t.bytes
	return t
}

// publishLater keeps a publish for the commit. It is routed now, by the
// bindings that there are, as RabbitMQ does; the default exchange has none, and
// looks for the queues at the commit. A transaction may take no more than half
// of the memory after which publishers are blocked, or it could never come to
// its commit.
func (ch *Channel) publishLater(tx *Tx, m *Message, f *Fault) error {
	if f != nil && f.kind == faultDrop {
		return nil
	}
	t := &ch.transaction
	if limit := tx.db.opts.MemoryAlarm / 2; t.bytes+m.Size() > limit {
		return Refuse(wire.ResourceError, "a transaction of more than ", itoa(limit), " bytes")
	}
	a := addressed{message: m}
	if m.Exchange != "" {
		a = tx.address(ch.conn.vhost.exchanges[m.Exchange], m)
		found := a.queues
		a.queues = slices.Clone(found)
		tx.recycle(found)
	}
	t.publishes = append(t.publishes, a)
	t.bytes += m.Size()
	tx.db.held += m.Size()
	return nil
}

// still is what is left of an address at the commit: queues by the names that
// they had. The message comes now, which counts for its time to live.
func (ch *Channel) still(tx *Tx, a addressed) addressed {
	v := ch.conn.vhost
	a.message.at = tx.ms
	if a.message.Exchange == "" {
		return tx.address(v.exchanges[""], a.message)
	}
	there := a.queues[:0]
	for _, q := range a.queues {
		if q = v.queues[q.name]; q != nil {
			there = append(there, q)
		}
	}
	a.queues = there
	if a.delay > 0 && v.exchanges[a.delayed.name] != a.delayed {
		a.delay = 0
	}
	return a
}

// settleLater keeps a settlement for the commit.
func (ch *Channel) settleLater(tag uint64, multiple bool, s settlement) error {
	t := &ch.transaction
	later := func(o outstanding) {
		t.settlements = append(t.settlements, laterSettlement{o, s})
		if o.consumer != nil {
			t.prefetched++
		}
	}
	if multiple {
		if tag != 0 && !ch.unacked.holds(tag) {
			return unknownTag(tag)
		}
		ch.unacked.upTo(tag, later)
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
