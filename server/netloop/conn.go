package netloop

import (
	"crypto/tls"
	"errors"
	"net"
	"os"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/world"
)

// Reasons that sessions are given beside io.EOF, ErrShutdown and the socket's
// own errors.
var (
	ErrIdle = errors.New("netloop: the connection was idle for too long")
	ErrSlow = errors.New("netloop: the client does not read its replies")
	// ErrPanic is a defect in the session itself.
	ErrPanic = errors.New("netloop: the session panicked")
)

// conn is one connection and the goroutine that runs it, which gives way to
// another for reading while a write hangs. Only woken and net are touched by
// others.
type conn struct {
	loop    *Loop
	net     net.Conn
	session engine.Session
	holder  engine.Holder // session, if it is one
	input   input

	// woken says that the session has output that no input asked for. Whoever
	// sets it then interrupts the read; run arms the deadline before it looks
	// at the flag. So a wake is either seen or interrupts, never lost.
	woken atomic.Bool

	lastInput     time.Time // by the real clock; kept only with an IdleTimeout
	readDeadline  time.Time // as set on net
	readExpired   bool      // net's deadline may lie in the past: set it anew
	writeDeadline time.Time // as set on net

	// written tells who reads beside a write that it is over. As with woken,
	// whoever sets it then interrupts the read.
	written atomic.Bool
}

func newConn(s *Loop, nc net.Conn) *conn { return &conn{loop: s, net: nc} }

// run serves the connection to its end.
func (c *conn) run() {
	defer c.net.Close()
	if err := c.handshake(); err != nil {
		return
	}
	c.input = newInput(c.net)
	c.session = c.loop.opts.NewSession(c.peer())
	c.holder, _ = c.session.(engine.Holder)
	c.session.Wake(func() {
		c.woken.Store(true)
		c.interrupt()
	})
	defer c.survive()
	c.session.Close(c.serve())
}

// survive keeps a defect in one session from ending all the others: the
// connection is closed, and the operator reads why.
func (c *conn) survive() {
	r := recover()
	if r == nil {
		return
	}
	c.report(r)
	c.session.Close(ErrPanic)
}

// report tells the operator of a panic.
func (c *conn) report(r any) {
	if log := c.loop.opts.Log; log != nil {
		log.Log(world.Error, "a session panicked; its connection is closed", "panic", r, "stack", string(debug.Stack()))
	}
}

// peer tells who is there, after the handshake.
func (c *conn) peer() Peer {
	p := Peer{Remote: c.net.RemoteAddr(), Local: c.net.LocalAddr()}
	if tc, ok := c.net.(*tls.Conn); ok {
		if chains := tc.ConnectionState().VerifiedChains; len(chains) > 0 {
			p.Certificate = chains[0][0]
		}
	}
	return p
}

func (c *conn) handshake() error {
	tc, ok := c.net.(*tls.Conn)
	if !ok {
		return nil
	}
	_ = tc.SetDeadline(time.Now().Add(DefaultHandshakeTimeout))
	err := tc.Handshake()
	_ = tc.SetDeadline(time.Time{})
	return err
}

// serve alternates between writing all that the session has to say and
// waiting for input. It returns why the connection ends, nil when the session
// wanted it so.
func (c *conn) serve() error {
	if c.loop.opts.IdleTimeout > 0 {
		c.lastInput = time.Now()
	}
	for {
		if err := c.flush(); err != nil {
			return err
		}
		if c.session.Done() {
			return nil
		}
		c.armRead()
		if c.loop.closing.Load() {
			return ErrShutdown
		}
		if err := c.await(); err != nil {
			return err
		}
	}
}

// await feeds the session the next thing that happens, once the read is armed:
// a wake, input, or the end of the deadline.
func (c *conn) await() error {
	if c.woken.Swap(false) {
		c.readExpired = true
		c.session.Feed(c.loop.opts.Now(), nil)
		return nil
	}
	err := c.receive()
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.readExpired = true
		return c.timeUp()
	}
	return err
}

// receive waits for input, or for the end of the deadline alone.
func (c *conn) receive() error {
	if c.holder != nil && c.holder.Held() {
		c.lastInput = time.Now() // that there is none is not the client's fault
		return hold(c.net)
	}
	return c.input.receive(c.feed)
}

func (c *conn) feed(p []byte) {
	if c.loop.opts.IdleTimeout > 0 {
		c.lastInput = time.Now()
	}
	c.session.Feed(c.loop.opts.Now(), p)
}

// timeUp handles the end of a read deadline: the session's own, the idle
// limit, a wake, or merely one that was set before the last input came.
func (c *conn) timeUp() error {
	o := &c.loop.opts
	if o.IdleTimeout > 0 && time.Since(c.lastInput) >= o.IdleTimeout {
		return ErrIdle
	}
	if c.session.Deadline().IsZero() {
		return nil
	}
	c.session.Feed(o.Now(), nil)
	return nil
}

// armRead sets the read deadline to what is due next. Setting one costs a
// system-wide timer each time, so a deadline that only moves away is left
// where it is: when it fires too early, timeUp finds nothing due and it is
// set again.
func (c *conn) armRead() {
	want := c.nextDue()
	keep := want.IsZero() || (!c.readDeadline.IsZero() && !want.Before(c.readDeadline))
	if keep && !c.readExpired {
		return
	}
	_ = c.net.SetReadDeadline(want)
	c.readDeadline, c.readExpired = want, false
}

// nextDue is the earlier of the idle limit and the session's deadline, by the
// real clock; zero when there is neither.
func (c *conn) nextDue() (due time.Time) {
	o := &c.loop.opts
	if o.IdleTimeout > 0 {
		due = c.lastInput.Add(o.IdleTimeout)
	}
	if d := c.session.Deadline(); !d.IsZero() {
		own := time.Now().Add(d.Sub(o.Now()))
		if due.IsZero() || own.Before(due) {
			due = own
		}
	}
	return due
}

// interrupt ends the read that c waits in, or the next one. It may be called
// from any goroutine.
func (c *conn) interrupt() { _ = c.net.SetReadDeadline(time.Unix(1, 0)) }
