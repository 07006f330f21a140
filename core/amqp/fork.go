package amqp

import (
	"cmp"
	"slices"

	"github.com/twelvefold/twelvefold/core/world"
)

// Fork copies the broker into another world (in memory, where that has no
// files): what is defined, and every message with the time at which it
// expires or is due; one that is delivered and not acknowledged waits in the
// copy, marked as redelivered. Connections, and queues of their own, stay
// behind. Nothing that changes is shared.
func (db *DB) Fork(w world.World) (*DB, error) {
	o := db.opts
	o.InMemory = o.InMemory || w.FS == nil
	fork, err := Open(w, o)
	if err != nil {
		return nil, err
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.closed {
		_ = fork.Close()
		return nil, ErrClosed
	}
	return fork, fork.Update(func(tx *Tx) error {
		for _, t := range db.definitions(true) {
			tx.apply(t)
		}
		if fork.store != nil {
			fork.logSnapshot(fork.definitions(false))
		}
		tx.copyQueues(db)
		tx.copyDelayed(db)
		return nil
	})
}

// copyQueues copies all messages in queues.
func (tx *Tx) copyQueues(db *DB) {
	from := &Tx{db: db}
	outside := db.outstanding()
	db.eachQueue(func(q *queue) {
		to := tx.db.vhosts[q.vhost.name].queues[q.name]
		if to == nil {
			return // a connection's own
		}
		list := q.ready.sorted(-1)
		for _, o := range outside[q] { // they go where requeue would put them
			again := *o
			again.flags |= redelivered
			list = append(list, again)
		}
		slices.SortFunc(list, func(a, b entry) int { return cmp.Compare(a.seq, b.seq) })
		for _, e := range list {
			if m := from.look(&e); m != nil {
				if q.stream != nil {
					to.nextSeq = e.seq // an offset stays what it is
				}
				tx.adopt(to, &e, m)
			}
		}
		if q.stream != nil {
			tx.reserve(to, q.nextSeq)
		}
		tx.watchFront(to)
	})
}

// outstanding gives what is delivered and not acknowledged, by queue.
func (db *DB) outstanding() map[*queue][]*entry {
	all := map[*queue][]*entry{}
	db.eachDelivery(func(o *outstanding) {
		if o.queue.stream == nil { // a stream still has what it delivered
			all[o.queue] = append(all[o.queue], &o.entry)
		}
	})
	return all
}

// adopt puts a copy of another broker's entry to the back of a queue.
func (tx *Tx) adopt(q *queue, from *entry, m *Message) {
	e := entry{seq: q.nextSeq, msg: m, size: from.size, expires: from.expires, count: from.count, flags: from.flags & redelivered}
	q.nextSeq++
	if s := tx.db.store; s != nil && q.logs(m) {
		s.refs = append(s.refs[:0], ref{q.id, e.seq, e.expires})
		e.at, e.share = s.put(recordMessage, s.refs, m)
		e.flags |= stored
		tx.urgent = true
		if e.count > 0 {
			tx.logReturn(q, &e)
		}
		if e.flags&redelivered != 0 {
			tx.seen(q, &e)
		}
	}
	tx.page(q, &e)
	if e.msg != nil {
		tx.db.held += m.Size()
	}
	q.ready.push(e, m.priority)
}

// copyDelayed copies what delayed exchanges hold back.
func (tx *Tx) copyDelayed(db *DB) {
	from := &Tx{db: db}
	db.eachExchange(func(x *exchange) {
		to := tx.db.vhosts[x.vhost.name].exchanges[x.name]
		for _, e := range ordered(x.waiting) {
			if m := from.look(e); m != nil && to != nil {
				tx.delayUntil(to, m, e.expires)
			}
		}
	})
}
