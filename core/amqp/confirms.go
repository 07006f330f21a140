package amqp

// Confirms calls f for the publishes that have become safe, in order of their
// tags, several as one where it can (basic.ack with multiple). nack: a full
// queue has refused them (x-overflow). It belongs to the connection's driver.
func (ch *Channel) Confirms(f func(tag uint64, multiple, nack bool)) {
	synced := ch.conn.db.Synced()
	n := 0
	for n < len(ch.confirms) && ch.confirms[n].upTo <= synced {
		first, nack := n, ch.confirms[n].nack
		for n < len(ch.confirms) && ch.confirms[n].upTo <= synced && ch.confirms[n].nack == nack && (n == first || !ch.gaps) {
			n++
		}
		f(ch.confirms[n-1].tag, n-first > 1, nack)
	}
	ch.confirmed.Add(uint64(n))
	ch.conn.vhost.confirmed.Add(uint64(n))
	if n > 0 {
		ch.confirms = ch.confirms[:copy(ch.confirms, ch.confirms[n:])]
	}
}

// Pending is the number of publishes that wait for their confirm.
func (ch *Channel) Pending() int { return len(ch.confirms) }
