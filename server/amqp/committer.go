package amqp

import (
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// retryPause is how long a failed sync waits for its next try: the disk may
// get space again.
const retryPause = 100 * time.Millisecond

// committer syncs the broker's log in a goroutine of its own, so that
// connections go on while the disk works: what comes meanwhile is in the next
// sync together (group commit).
type committer struct {
	db    *amqp.DB
	dirty chan struct{}
	quit  chan struct{}
	ended chan struct{}
}

func startCommitter(db *amqp.DB) *committer {
	c := &committer{db: db, dirty: make(chan struct{}, 1), quit: make(chan struct{}), ended: make(chan struct{})}
	db.OnDirty(func() {
		select {
		case c.dirty <- struct{}{}:
		default: // it is told already
		}
	})
	go c.run()
	return c
}

func (c *committer) run() {
	defer close(c.ended)
	for {
		select {
		case <-c.quit:
			return
		case <-c.dirty:
		}
		for c.db.Commit() != nil {
			select {
			case <-c.quit:
				return
			case <-time.After(retryPause):
			}
		}
	}
}

// stop returns when no sync runs; from then on the broker syncs by itself.
func (c *committer) stop() {
	c.db.OnDirty(nil)
	close(c.quit)
	<-c.ended
}
