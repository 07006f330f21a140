package session

import (
	"math"
	"time"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

var (
	errPauseMode    = code.New(code.InvalidArgument, "ERR CLIENT PAUSE mode must be WRITE or ALL")
	errTimeout      = code.New(code.InvalidArgument, "ERR timeout is not an integer or out of range")
	errTimeoutNeg   = code.New(code.OutOfRange, "ERR timeout is negative")
	errTimeoutRange = code.New(code.OutOfRange, "ERR timeout is out of range")
)

// pause is CLIENT PAUSE: until its end all requests, or all that write, wait.
type pause struct {
	until  time.Time
	writes bool // only what writes
}

// holds tells whether a request must wait for the end of a pause.
func (s *Server) holds(c *Conn, cmd *command.Command) bool {
	p := &s.pause
	if p.until.IsZero() || !c.now.Before(p.until) {
		return false
	}
	return !p.writes || mayWrite(cmd) || cmd.Name == "exec" && c.multi.writes()
}

// mayWrite is how Redis decides what PAUSE WRITE holds back.
func mayWrite(cmd *command.Command) bool {
	return cmd.Flags&(command.Write|command.MayReplicate) != 0
}

// writes tells whether a queued command may write.
func (t *transaction) writes() bool {
	for _, q := range t.queued {
		if mayWrite(q.command) {
			return true
		}
	}
	return false
}

// pauseEnd is asked by drivers, outside the store's lock.
func (s *Server) pauseEnd() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pause.until
}

// clientPause takes milliseconds, and what is to wait: all by default.
func (c *Conn) clientPause() {
	args := c.call.Args
	writes := false
	if len(args) > 4 {
		c.subcommandSyntax()
		return
	}
	if len(args) == 4 {
		switch {
		case command.Is(args[3], "WRITE"):
			writes = true
		case !command.Is(args[3], "ALL"):
			c.fail(errPauseMode)
			return
		}
	}
	ms, ok := wire.ParseInt(args[2])
	switch {
	case !ok:
		c.fail(errTimeout)
		return
	case ms < 0:
		c.fail(errTimeoutNeg)
		return
	case ms > math.MaxInt64/int64(time.Millisecond):
		c.fail(errTimeoutRange)
		return
	}
	c.server.pauseFor(c.now, time.Duration(ms)*time.Millisecond, writes)
	c.reply.OK()
}

// pauseFor begins a pause. As in Redis a pause under way is never shortened,
// and one of all requests is not narrowed to writes.
func (s *Server) pauseFor(now time.Time, d time.Duration, writes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	running := now.Before(s.pause.until)
	if !running || !writes {
		s.pause.writes = writes
	}
	if until := now.Add(d); !running || until.After(s.pause.until) {
		s.pause.until = until
	}
}

// clientUnpause ends a pause and rouses those who wait.
func (c *Conn) clientUnpause() {
	s := c.server
	s.mu.Lock()
	s.pause = pause{}
	s.mu.Unlock()
	for _, other := range s.clients() {
		if other.postponed {
			s.rouse(other)
		}
	}
	c.reply.OK()
}
