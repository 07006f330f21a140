package amqp

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// watchOldest sees to it that the channel's oldest delivery is looked at once
// it has waited for Options.ConsumerTimeout. One timer per channel does: when
// it fires for a delivery that has been settled, it is set for the oldest
// then.
func (tx *Tx) watchOldest(ch *Channel) {
	limit := tx.db.opts.ConsumerTimeout.Milliseconds()
	oldest, ok := ch.unacked.oldest()
	if limit <= 0 || !ok {
		return
	}
	ch.overdue = tx.db.timers.at(oldest.at+limit, func(tx *Tx) {
		ch.overdue = nil
		if oldest, ok := ch.unacked.oldest(); !ok || oldest.at+limit > tx.ms {
			tx.watchOldest(ch)
			return
		}
		tx.expel(ch, Refuse(wire.PreconditionFailed, "delivery acknowledgement on channel ", strconv.Itoa(int(ch.ID)),
			" timed out. Timeout value used: ", itoa(limit), " ms. This timeout value can be configured,",
			" see consumers doc guide to learn more")) // rabbit_channel:evaluate_consumer_timeout
	})
}

// oldest is the delivery that has waited longest.
func (u *unacked) oldest() (outstanding, bool) {
	if u.count == 0 {
		return outstanding{}, false
	}
	return u.list[u.head], true
}

// expel has the broker end a channel.
func (tx *Tx) expel(ch *Channel, e *Error) {
	tx.tell(ch.conn, Event{Kind: ChannelGone, Channel: ch, Err: e})
	tx.CloseChannel(ch)
}
