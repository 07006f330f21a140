package session

import (
	"math"
	"strings"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// handler runs a command that needs the connection, or what all connections
// share. Its arguments are in c.call.
type handler func(c *Conn)

// ownHandlers are the commands of the table without a Run. Subcommands go by
// their full names.
func ownHandlers() map[string]handler {
	return map[string]handler{
		"auth": (*Conn).auth, "echo": (*Conn).echo, "hello": (*Conn).hello, "ping": (*Conn).ping,
		"quit": (*Conn).quit, "reset": (*Conn).reset, "select": (*Conn).selectDB,

		"multi": (*Conn).startMulti, "exec": (*Conn).exec, "discard": (*Conn).discardMulti,
		"watch": (*Conn).watch, "unwatch": (*Conn).unwatch,

		"client|getname": (*Conn).clientGetName, "client|getredir": (*Conn).clientGetRedir,
		"client|id": (*Conn).clientID, "client|info": (*Conn).clientInfo, "client|kill": (*Conn).clientKill,
		"client|list": (*Conn).clientList, "client|no-evict": (*Conn).clientNoEvict,
		"client|pause": (*Conn).clientPause, "client|reply": (*Conn).clientReply,
		"client|setname": (*Conn).clientSetName, "client|trackinginfo": (*Conn).clientTrackingInfo,
		"client|unblock": (*Conn).clientUnblock, "client|unpause": (*Conn).clientUnpause,

		"command": (*Conn).commandInfo, "command|count": (*Conn).commandCount, "command|docs": (*Conn).commandDocs,
		"command|getkeys": (*Conn).commandGetKeys, "command|getkeysandflags": (*Conn).commandGetKeysAndFlags,
		"command|info": (*Conn).commandInfo, "command|list": (*Conn).commandList,

		"config|get": (*Conn).configGet, "config|resetstat": (*Conn).configResetStat,
		"config|rewrite": (*Conn).configRewrite, "config|set": (*Conn).configSet,

		"info": (*Conn).info,
	}
}

// handlersByID sorts them by command.ID; those that package command runs stay
// nil.
func handlersByID() []handler {
	byName, byID := ownHandlers(), make([]handler, command.Count())
	for i := range command.Table {
		row := &command.Table[i]
		byID[row.ID()] = byName[row.Full()]
		for j := range row.Sub {
			byID[row.Sub[j].ID()] = byName[row.Sub[j].Full()]
		}
	}
	return byID
}

// subcommandSyntax is Redis' answer where a subcommand has arguments that its
// arity allows and nothing else does.
func (c *Conn) subcommandSyntax() {
	args := c.call.Args
	c.failText("unknown subcommand or wrong number of arguments for '" + string(args[1]) +
		"'. Try " + strings.ToUpper(string(args[0])) + " HELP.")
}

// ping takes at most one argument, which its arity can't say.
func (c *Conn) ping() {
	switch args := c.call.Args; len(args) {
	case 1:
		c.reply.Status("PONG")
	case 2:
		c.reply.Bulk(args[1])
	default:
		c.fail(command.ErrArity("ping"))
	}
}

func (c *Conn) echo() { c.reply.Bulk(c.call.Args[1]) }

// quit answers first; what came behind it is not run.
func (c *Conn) quit() {
	c.reply.OK()
	c.done = true
}

// reset makes the connection as if it were new, but for its number.
func (c *Conn) reset() {
	c.discard()
	c.index, c.name, c.muted, c.reply.RESP3 = 0, "", speaking, false
	_ = c.tx.Select(0) // there is always a first database
	c.authenticated = c.server.password == ""
	c.parser.Unauthenticated = !c.authenticated
	c.reply.Status("RESET")
}

// selectDB changes the database of this connection, also from inside EXEC for
// the commands that follow.
func (c *Conn) selectDB() {
	n, ok := wire.ParseInt(c.call.Args[1])
	switch {
	case !ok:
		c.fail(redis.ErrNotInteger)
		return
	case n < math.MinInt32 || n > math.MaxInt32:
		c.fail(errIntRange)
		return
	}
	if err := c.tx.Select(int(n)); err != nil {
		c.fail(err)
		return
	}
	c.index = int(n)
	c.reply.OK()
}
