package amqp

// counters count since Open what no MessageStats does.
type counters struct {
	connectionsOpened, connectionsClosed uint64
	channelsOpened, channelsClosed       uint64
	queuesDeclared, queuesDeleted        uint64
	redelivered                          uint64 // to consumers: MessageStats.Redeliver has Get as well
	expired, deadLettered                uint64
}

// MessageStats count what happened to messages, by the names of RabbitMQ's
// message_stats; of a queue, a channel or a virtual host.
type MessageStats struct {
	Publish                            uint64
	Confirm                            uint64 // told to the publisher, not of a queue
	ReturnUnroutable, DropUnroutable   uint64 // mandatory ones, others; not of a queue
	Deliver, DeliverNoAck              uint64 // to consumers that acknowledge, to others
	Get, GetNoAck, GetEmpty, Redeliver uint64
	Ack                                uint64
}

func (m *MessageStats) add(o MessageStats) {
	m.Publish += o.Publish
	m.Confirm += o.Confirm
	m.ReturnUnroutable += o.ReturnUnroutable
	m.DropUnroutable += o.DropUnroutable
	m.Deliver += o.Deliver
	m.DeliverNoAck += o.DeliverNoAck
	m.Get += o.Get
	m.GetNoAck += o.GetNoAck
	m.GetEmpty += o.GetEmpty
	m.Redeliver += o.Redeliver
	m.Ack += o.Ack
}

func (m *MessageStats) delivered(noAck, again bool) {
	if noAck {
		m.DeliverNoAck++
	} else {
		m.Deliver++
	}
	if again {
		m.Redeliver++
	}
}

func (m *MessageStats) got(noAck, again bool) {
	if noAck {
		m.GetNoAck++
	} else {
		m.Get++
	}
	if again {
		m.Redeliver++
	}
}

func (m *MessageStats) unroutable(mandatory bool) {
	if mandatory {
		m.ReturnUnroutable++
	} else {
		m.DropUnroutable++
	}
}

// Stats are sizes now and counters since Open, all from one instant.
type Stats struct {
	Connections, Channels, Exchanges, Queues, Consumers int
	MessagesReady, MessagesUnacked                      int
	MessageBytes                                        int64 // of messages in memory
	Published, Confirmed                                uint64
	Delivered, Redelivered                              uint64 // by Get too, and to consumers alone
	Acknowledged, Returned, Unroutable                  uint64 // what is returned is unroutable too
	Expired, DeadLettered                               uint64
	LogBytes                                            int64 // of the segments on disk
}

// Stats counts.
func (db *DB) Stats() Stats {
	db.mu.Lock()
	defer db.mu.Unlock()
	c, m := &db.stats, db.messageStats()
	s := Stats{
		Connections: len(db.conns), MessageBytes: db.held,
		Published: m.Publish, Confirmed: m.Confirm, Redelivered: c.redelivered,
		Delivered:    m.Deliver + m.DeliverNoAck + m.Get + m.GetNoAck,
		Acknowledged: m.Ack, Returned: m.ReturnUnroutable, Unroutable: m.ReturnUnroutable + m.DropUnroutable,
		Expired: c.expired, DeadLettered: c.deadLettered, LogBytes: db.logSize(),
	}
	for _, conn := range db.conns {
		s.Channels += len(conn.channels)
	}
	for _, vh := range db.vhosts {
		s.Exchanges += len(vh.exchanges)
		s.Queues += len(vh.queues)
		for _, q := range vh.queues {
			s.Consumers += len(q.consumers)
			s.MessagesReady += q.ready.count
			s.MessagesUnacked += q.unacked
		}
	}
	return s
}
