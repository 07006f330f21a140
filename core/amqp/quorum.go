package amqp

import "github.com/twelvefold/twelvefold/core/amqp/wire"

// quorum tells that the queue behaves as RabbitMQ's quorum queues do. There is
// one broker here, so nothing is replicated.
func (q *queue) quorum() bool { return q.set.kind == "quorum" }

// shown is the message of e as a client of q gets it. Quorum queues tell in
// the header x-delivery-count how often it came back: basic.get always,
// consumers once it has.
func (q *queue) shown(e *entry, always bool) *Message {
	if !q.quorum() || (e.count == 0 && !always) {
		return e.msg
	}
	return e.msg.withHeader("x-delivery-count", int64(e.count))
}

// checkDelete refuses the conditions of queue.delete that quorum queues do
// not know.
func (q *queue) checkDelete(ifUnused, ifEmpty bool) error {
	switch {
	case !q.quorum():
		return nil
	case ifUnused:
		return q.noCondition("if-unused")
	case ifEmpty:
		return q.noCondition("if-empty")
	}
	return nil
}

func (q *queue) noCondition(flag string) error {
	return Refuse(wire.NotImplemented, "cannot delete ", q.describe(), ". queue.delete operations with ", flag,
		" flag set are not supported by quorum queues")
}
