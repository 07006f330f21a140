package session

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis/command"
)

// Errors of connections, with the texts of Redis 7.0.
var (
	errNoAuth    = code.New(code.Unauthenticated, "NOAUTH Authentication required.")
	errNoMulti   = code.New(code.NotAllowed, "ERR Command not allowed inside a transaction")
	errExecAbort = code.New(code.TransactionAborted, "EXECABORT Transaction discarded because of previous errors.")
	errNested    = code.New(code.NotAllowed, "ERR MULTI calls can not be nested")
	errNoExec    = code.New(code.NotAllowed, "ERR EXEC without MULTI")
	errNoDiscard = code.New(code.NotAllowed, "ERR DISCARD without MULTI")
	errWatch     = code.New(code.NotAllowed, "ERR WATCH inside MULTI is not allowed")
	errWrongPass = code.New(code.Unauthenticated, "WRONGPASS invalid username-password pair or user is disabled.")
	errNoPass    = code.New(code.NotAllowed, "ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?")
	errName      = code.New(code.InvalidArgument, "ERR Client names cannot contain spaces, newlines or special characters.")
	errProto     = code.New(code.InvalidArgument, "NOPROTO unsupported protocol version")
	errProtoInt  = code.New(code.InvalidArgument, "ERR Protocol version is not an integer or out of range")
	errHelloAuth = code.New(code.Unauthenticated, "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time")
)

// execute takes one request: every check that comes before a command stands
// here, in Redis' order. Inside MULTI it is queued, else run.
func (c *Conn) execute(args [][]byte) {
	cmd, err := command.Resolve(args)
	if cmd != nil {
		c.last = cmd
	}
	if err == nil {
		err = c.admit(cmd)
	}
	if err != nil {
		c.reject(cmd, args, err)
		return
	}
	if c.server.holds(c, cmd) {
		c.parser.Again()
		c.postponed = true
		return
	}
	if c.multi.open && !runsInsideMulti[cmd.Name] {
		c.multi.queue(cmd, args)
		c.reply.Status("QUEUED")
		return
	}
	c.runCommand(cmd, args)
}

// runsInsideMulti are the commands that are never queued.
var runsInsideMulti = map[string]bool{
	"exec": true, "discard": true, "multi": true, "watch": true, "quit": true, "reset": true,
}

// admit is what must hold before a known command may run.
func (c *Conn) admit(cmd *command.Command) error {
	if c.mustLogIn() && cmd.Flags&command.NoAuth == 0 {
		return errNoAuth
	}
	if c.multi.open && cmd.Flags&command.NoMulti != 0 {
		return errNoMulti
	}
	return nil
}

// mustLogIn tells that a password is set and was not given yet.
func (c *Conn) mustLogIn() bool { return !c.authenticated && c.server.password != "" }

// reject answers a request that may not run. A transaction then can't be
// executed any more. cmd is nil for an unknown command.
func (c *Conn) reject(cmd *command.Command, args [][]byte, err error) {
	if cmd == nil && (command.Is(args[0], "HOST:") || command.Is(args[0], "POST")) {
		c.done = true // a browser, sent here by a hostile page: Redis hangs up on it
		return
	}
	text := command.ErrorText(err)
	switch {
	case c.multi.open && cmd != nil && cmd.Name == "exec":
		c.discard()
		text = "EXECABORT Transaction discarded because of: " + strings.TrimPrefix(text, "ERR ")
	case c.multi.open:
		c.multi.broken = true
	}
	if cmd != nil {
		c.server.stats(cmd).rejected++
	}
	c.server.countError(text)
	c.reply.Error(text)
}

// runCommand runs a request that has passed all checks.
func (c *Conn) runCommand(cmd *command.Command, args [][]byte) {
	c.tx.Count()
	stats := c.server.stats(cmd)
	stats.calls++
	start := len(c.reply.Buf)
	if err := c.db.Call(c.now, cmd.Full, firstKey(cmd, args)); err != nil {
		c.fail(err)
	} else {
		c.call = command.Call{Tx: c.tx, Command: cmd, Args: args, Reply: &c.reply}
		if cmd.Run != nil {
			cmd.Run(&c.call)
		} else {
			c.server.handlers[cmd.ID()](c)
		}
	}
	if len(c.reply.Buf) > start && c.reply.Buf[start] == '-' {
		stats.failed++
		c.server.countError(string(c.reply.Buf[start+1 : min(len(c.reply.Buf), start+33)]))
	}
}

// firstKey is what the fault plane and the journal know a call by.
func firstKey(cmd *command.Command, args [][]byte) []byte {
	if cmd.First > 0 && cmd.First < len(args) {
		return args[cmd.First]
	}
	return nil
}

// fail answers with an error.
func (c *Conn) fail(err error) { c.reply.Error(command.ErrorText(err)) }

// failText answers with an error of the general kind.
func (c *Conn) failText(text string) { c.reply.Error("ERR " + text) }
