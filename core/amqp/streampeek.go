package amqp

import "github.com/twelvefold/twelvefold/core/amqp/wire"

// PeekStream gives up to n messages of a stream from an offset on, in their
// order, without a consumer; n < 0 is all there are. The offset is what
// basic.consume takes as x-stream-offset: "first", "last", "next", a number, a
// timestamp, or an interval such as "1h". What no sync has covered yet is not
// among them, nor is what the log can't give.
//
// Errors: 404 without the queue, 406 where it is no stream or the offset is
// none.
func (tx *Tx) PeekStream(vhost, queue string, offset any, n int) ([]Peeked, error) {
	q, err := tx.queueOf(vhost, queue)
	switch {
	case err != nil:
		return nil, err
	case q.stream == nil:
		return nil, Refuse(wire.PreconditionFailed, "an offset is for streams: ", q.describe(), " is of type ", q.set.kind)
	}
	if err := q.mayOffset(offset); err != nil {
		return nil, err
	}
	return tx.peekStream(q, q.seqAt(tx, offset), q.readable(), n), nil
}

// peekStream gives up to n messages of a stream from one number to another.
func (tx *Tx) peekStream(q *queue, from, upTo uint64, n int) []Peeked {
	var list []Peeked
	r := q.offsets()
	for i := r.search(from); i < r.n && (n < 0 || len(list) < n); i++ {
		e := *r.at(i)
		r.trim()
		if e.seq > upTo {
			break
		}
		if m := tx.look(&e); m != nil {
			list = append(list, Peeked{Seq: e.seq, Message: m.withOffset(e.seq), Offset: int64(e.seq - 1), Origin: originOf(m)})
		}
	}
	return list
}
