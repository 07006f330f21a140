package session

import (
	"github.com/twelvefold/twelvefold/core/redis/command"
)

// transaction is what MULTI has gathered so far.
type transaction struct {
	open   bool
	broken bool // a request was refused: EXEC will refuse too
	queued []queuedCommand
	bytes  int // of the queued arguments
}

type queuedCommand struct {
	command *command.Command
	args    [][]byte
}

// watchedKey is one key of WATCH, with the count of its changes then.
type watchedKey struct {
	index   int // of the database
	key     string
	version uint64
}

// queue keeps a copy of a request, unless it will not be run anyhow.
func (t *transaction) queue(cmd *command.Command, args [][]byte) {
	if t.broken {
		return
	}
	total := 0
	for _, a := range args {
		total += len(a)
	}
	slab, copies := make([]byte, 0, total), make([][]byte, len(args))
	for i, a := range args {
		slab = append(slab, a...)
		copies[i] = slab[len(slab)-len(a) : len(slab) : len(slab)]
	}
	t.queued = append(t.queued, queuedCommand{cmd, copies})
	t.bytes += total
}

// startMulti is MULTI. An error in it does not break the transaction that is
// open already.
func (c *Conn) startMulti() {
	if c.multi.open {
		c.fail(errNested)
		return
	}
	c.multi.open = true
	c.reply.OK()
}

// discardMulti is DISCARD.
func (c *Conn) discardMulti() {
	if !c.multi.open {
		c.fail(errNoDiscard)
		return
	}
	c.discard()
	c.reply.OK()
}

// discard forgets the transaction and the watched keys.
func (c *Conn) discard() {
	c.multi = transaction{}
	c.unwatchAll()
}

// exec runs the transaction. Nobody comes between: the store is locked all the
// while.
func (c *Conn) exec() {
	t := c.multi
	switch {
	case !t.open:
		c.fail(errNoExec)
	case t.broken:
		c.discard()
		c.fail(errExecAbort)
	case !c.watchedUnchanged():
		c.discard()
		c.reply.NilArray()
	default:
		c.discard()
		c.reply.Array(len(t.queued))
		for _, q := range t.queued {
			c.runCommand(q.command, q.args)
		}
	}
}

// watch is WATCH. Inside MULTI it is an error, but not one that breaks the
// transaction.
func (c *Conn) watch() {
	if c.multi.open {
		c.fail(errWatch)
		return
	}
	for _, key := range c.call.Args[1:] {
		c.watchKey(key)
	}
	c.reply.OK()
}

// watchKey watches a key of the database in use. Watching twice keeps the
// first count: what changed in between still counts.
func (c *Conn) watchKey(key []byte) {
	for _, w := range c.watched {
		if w.index == c.index && w.key == string(key) {
			return
		}
	}
	c.watched = append(c.watched, watchedKey{c.index, string(key), c.tx.Watch(key)})
}

// unwatch is UNWATCH. Queued in a transaction it does nothing: EXEC has looked
// by then.
func (c *Conn) unwatch() {
	c.unwatchAll()
	c.reply.OK()
}

// unwatchAll takes every watch back.
func (c *Conn) unwatchAll() {
	c.eachWatched(func(w watchedKey) bool {
		c.tx.Unwatch([]byte(w.key))
		return true
	})
	c.watched = nil
}

// watchedUnchanged tells whether EXEC may run.
func (c *Conn) watchedUnchanged() bool {
	unchanged := true
	c.eachWatched(func(w watchedKey) bool {
		unchanged = c.tx.Unchanged([]byte(w.key), w.version)
		return unchanged
	})
	return unchanged
}

// eachWatched calls f in the database of each watched key, until f gives false.
func (c *Conn) eachWatched(f func(w watchedKey) bool) {
	if len(c.watched) == 0 {
		return
	}
	for _, w := range c.watched {
		// The index was in use when the key was watched: it is in range.
		if err := c.tx.Select(w.index); err != nil || !f(w) {
			break
		}
	}
	_ = c.tx.Select(c.index)
}
