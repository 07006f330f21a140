package session

import (
	"time"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Conn is one connection's state machine, an engine.Session.
type Conn struct {
	server *Server
	db     *redis.DB
	id     int64
	peer   Peer

	parser wire.Parser
	reply  wire.Writer
	sent   []byte // what Out has handed over: its memory is reused
	wake   func()
	done   bool // nothing more is read; the connection is to be closed

	index         int // of the database in use
	authenticated bool
	tx            *redis.Tx // while Feed runs: the store, locked
}

// Feed runs the requests in p, all under one lock of the store and at one
// instant: a pipeline is not slower than it must be.
func (c *Conn) Feed(now time.Time, p []byte) {
	c.parser.Feed(p)
	if !c.done && c.parser.Pending() > 0 {
		c.run(now)
	}
	c.parser.Hold()
}

func (c *Conn) run(now time.Time) {
	tx, err := c.db.Begin(c.index, now)
	if err != nil {
		c.reply.Error(command.ErrorText(err))
		c.done = true
		return
	}
	c.tx = tx
	defer func() { c.tx = nil; tx.End() }()
	for !c.done && len(c.reply.Buf) < c.server.opts.OutputLimit {
		args, err := c.parser.Next()
		if err != nil {
			c.reply.Error("ERR " + err.Error())
			c.done = true
			return
		}
		if args == nil {
			return
		}
		c.execute(now, args)
	}
}

// execute runs one request: every check that comes before a command stands
// here, in Redis' order.
func (c *Conn) execute(now time.Time, args [][]byte) {
	cmd := command.Lookup(args[0])
	if cmd == nil {
		c.reply.Error(unknownCommand(args))
		return
	}
	if !cmd.ArityOK(len(args)) {
		c.reply.Error("ERR wrong number of arguments for '" + cmd.Name + "' command")
		return
	}
	c.tx.Count()
	w := c.db.World()
	var key []byte
	if cmd.First > 0 && cmd.First < len(args) {
		key = args[cmd.First]
	}
	if err := w.Call(now, "redis", cmd.Name, key); err != nil {
		c.reply.Error(command.ErrorText(err))
		return
	}
	if cmd.Run != nil {
		cmd.Run(&command.Call{Tx: c.tx, Command: cmd, Args: args, Reply: &c.reply})
		return
	}
	connectionCommands[cmd.Name](c, args)
}

// unknownCommand is Redis' answer, which quotes the start of the request.
func unknownCommand(args [][]byte) string {
	const most = 128
	text := "ERR unknown command '" + string(args[0][:min(len(args[0]), most)]) + "', with args beginning with: "
	quoted := ""
	for _, a := range args[1:] {
		if len(quoted) >= most {
			break
		}
		quoted += "'" + string(a[:min(len(a), most-len(quoted))]) + "' "
	}
	return text + quoted
}

// Out hands over the replies so far.
func (c *Conn) Out() []byte {
	out := c.reply.Buf
	if cap(c.sent) > 64<<10 {
		c.sent = nil // one big reply must not hold memory for ever
	}
	c.reply.Buf, c.sent = c.sent[:0], out
	return out
}

// Wake registers the function to call when output comes without input.
func (c *Conn) Wake(f func()) { c.wake = f }

// Deadline is never: no command waits.
func (c *Conn) Deadline() time.Time { return time.Time{} }

// Done reports that the connection is to be closed.
func (c *Conn) Done() bool { return c.done }

// Close forgets the connection.
func (c *Conn) Close(error) {
	c.done = true
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	delete(c.server.conns, c.id)
}
