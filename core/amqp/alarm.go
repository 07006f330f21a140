package amqp

// setAlarm says that a resource ("memory", "disk") runs short, or does so no
// more. While any does, connections that publish are held back, and those
// that asked for it are told (connection.blocked).
func (tx *Tx) setAlarm(resource string, on bool) {
	db := tx.db
	_, was := db.alarms[resource]
	if was == on {
		return
	}
	before := len(db.alarms)
	if on {
		db.alarms[resource] = struct{}{}
	} else {
		delete(db.alarms, resource)
	}
	if (before > 0) == (len(db.alarms) > 0) {
		return
	}
	for _, c := range db.conns {
		switch {
		case on && c.client.Blocked:
			tx.tell(c, Event{Kind: Blocked, Err: &Error{Text: db.alarmReason()}})
		case c.client.Blocked:
			tx.tell(c, Event{Kind: Unblocked})
		}
		tx.touch(c) // who waits goes on
	}
}

// alarmReason names what runs short, as connection.blocked tells it.
func (db *DB) alarmReason() string {
	if _, ok := db.alarms["disk"]; ok {
		return "low on disk"
	}
	return "low on memory"
}
