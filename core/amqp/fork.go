package amqp

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/world"
)

// Fork copies the broker into another world (in memory, where that has no
// files): what is defined, and every message; one that is delivered and not
// acknowledged waits in the copy. Connections, and queues of their own, stay
// behind, and so do delayed messages. Nothing that changes is shared.
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
		return nil, ErrClosed
	}
	return fork, fork.Update(func(tx *Tx) error {
		for _, t := range db.definitions(true) {
			tx.apply(t)
		}
		if fork.store != nil {
			fork.logSnapshot(fork.definitions(false))
		}
		from := &Tx{db: db}
		for q, entries := range db.contents() {
			to := tx.db.vhosts[q.vhost.name].queues[q.name]
			for _, e := range entries {
				if m := from.look(e); to != nil && m != nil {
					tx.spread([]*queue{to}, m)
				}
			}
		}
		return nil
	})
}

// contents gives every queue's messages, delivered ones too, in order.
func (db *DB) contents() map[*queue][]*entry {
	all := map[*queue][]*entry{}
	for _, vh := range db.vhosts {
		for _, q := range vh.queues {
			all[q] = q.ready.sorted(-1)
		}
	}
	for _, conn := range db.conns {
		for _, ch := range conn.channels {
			ch.unacked.each(func(o *outstanding) { all[o.queue] = append(all[o.queue], &o.entry) })
		}
	}
	for q, entries := range all {
		if len(q.ready.levels) == 1 {
			slices.SortFunc(entries, func(a, b *entry) int { return compare(a.seq, b.seq) })
		}
	}
	return all
}
