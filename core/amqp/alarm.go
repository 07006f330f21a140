package amqp

// What can run short.
const (
	memoryAlarm = "memory"
	diskAlarm   = "disk"
)

// setAlarm says that a resource runs short, or does so no more. While any
// does, connections that publish are held back from their next publish on;
// those that only consume are left alone, since they make room.
func (tx *Tx) setAlarm(resource string, on bool) {
	db := tx.db
	if _, was := db.alarms[resource]; was == on {
		return
	}
	if on {
		db.alarms[resource] = struct{}{}
		return
	}
	delete(db.alarms, resource)
	if len(db.alarms) > 0 {
		return
	}
	for _, c := range ordered(db.conns) {
		if c.blocked.Swap(false) {
			tx.tell(c, Event{Kind: Unblocked})
		}
	}
}

// watchMemory raises and clears the alarm of memory. It is cleared an eighth
// below the limit, so that it does not come and go with each message.
func (tx *Tx) watchMemory() {
	db := tx.db
	limit := db.opts.MemoryAlarm
	switch {
	case db.held >= limit:
		tx.setAlarm(memoryAlarm, true)
	case db.held < limit-limit/8:
		tx.setAlarm(memoryAlarm, false)
	}
}

// block holds a connection back that publishes while an alarm is up
// (rabbit_reader:publish_received).
func (tx *Tx) block(c *Conn) {
	if len(tx.db.alarms) > 0 && !c.blocked.Swap(true) {
		tx.tell(c, Event{Kind: Blocked, Err: &Error{Text: tx.db.alarmReason()}})
	}
}

// blockUnconfirmed blocks who waits for confirms that the disk keeps from
// coming: a publisher that sends one message at a time would not learn why.
func (tx *Tx) blockUnconfirmed() {
	s := tx.db.store
	for _, c := range s.waiting {
		if c.confirm > s.log.Synced() {
			tx.block(c)
		}
	}
}

// throttle has a publisher wait for the disk where it is faster than that:
// what is not written yet lies in memory (RabbitMQ's credit flow).
func (tx *Tx) throttle(c *Conn) {
	s := tx.db.store
	if s == nil {
		return
	}
	limit := uint64(tx.db.opts.MemoryLimit)
	if end := s.log.End(); end-s.log.Synced() > limit {
		c.flow.Store(end - limit/2)
		tx.Await(c, end-limit/2)
		tx.urgent = true
	}
}

// Throttled tells that the connection publishes faster than the disk takes it,
// and that no input is to be taken from it until a wake finds it otherwise.
func (c *Conn) Throttled() bool { return c.flow.Load() > c.db.Synced() }

// Blocked tells that the connection has published while memory or disk ran
// short, and that no input is to be taken from it until the event Unblocked.
func (c *Conn) Blocked() bool { return c.blocked.Load() }

// alarmReason names what runs short, as connection.blocked tells it.
func (db *DB) alarmReason() string {
	_, memory := db.alarms[memoryAlarm]
	_, disk := db.alarms[diskAlarm]
	switch {
	case memory && disk:
		return "low on memory & disk"
	case disk:
		return "low on disk"
	}
	return "low on memory"
}
