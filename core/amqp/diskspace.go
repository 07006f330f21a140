package amqp

import (
	"time"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// How often the free space is looked at: the sooner, the nearer it is to the
// limit, so that a disk that fills at diskFillRate is seen half way there. The
// numbers are those of rabbit_disk_monitor, which looks every maxDiskPause
// while the alarm is up; here it ends sooner.
const (
	minDiskPause = 100 * time.Millisecond
	maxDiskPause = 10 * time.Second
	diskFillRate = 250_000 // bytes a millisecond
)

// diskSpace is what is known of the disk that has the log.
type diskSpace struct {
	free  int64     // bytes at the last look
	known bool      // there has been one that told
	low   bool      // free is below Options.DiskFreeLimit
	next  time.Time // of the looks
}

// DiskFree is how many bytes the disk had left when it was last looked at:
// false where the file system does not tell, and in memory.
func (tx *Tx) DiskFree() (bytes int64, known bool) { return tx.db.disk.free, tx.db.disk.known }

// diskDue tells that it is time for a look, which is then the caller's to take.
func (tx *Tx) diskDue() bool {
	db := tx.db
	if db.store == nil || tx.now.Before(db.disk.next) {
		return false
	}
	db.disk.next = tx.now.Add(maxDiskPause)
	return true
}

// lookAtDisk raises and clears the alarm of a disk that is nearly full. The
// broker is not locked while the file system is asked: over a network that can
// take its time. If it can't tell, all stays as it was.
func (db *DB) lookAtDisk(now time.Time) {
	free, err := vfs.FreeSpace(db.world.FS)
	if err != nil {
		return
	}
	limit := db.opts.DiskFreeLimit
	db.mu.Lock()
	defer db.mu.Unlock()
	if db.closed {
		return
	}
	d := &db.disk
	switch low := free < limit; {
	case low && !d.low:
		db.world.Say(world.Warn, "amqp: the disk is nearly full; publishers are blocked", "free", free, "limit", limit)
	case d.low && !low:
		db.world.Say(world.Info, "amqp: the disk has room again", "free", free, "limit", limit)
	}
	d.free, d.known, d.low = free, true, free < limit
	d.next = now.Add(diskPause(max(free-limit, limit-free)))
	tx := db.begin(now)
	tx.judgeDisk()
	tx.rouse()
}

// diskPause is how long the next look may wait where the limit is so many bytes
// away.
func diskPause(bytes int64) time.Duration {
	ms := min(bytes/(2*diskFillRate), maxDiskPause.Milliseconds())
	return max(time.Duration(ms)*time.Millisecond, minDiskPause)
}

// judgeDisk has the alarm be up while the disk is nearly full or takes no
// writes.
func (tx *Tx) judgeDisk() {
	s := tx.db.store
	tx.setAlarm(diskAlarm, tx.db.disk.low || (s != nil && s.failed != nil))
}
