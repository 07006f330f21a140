package netloop

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"os"
	"time"
)

// patience is how long a Holder's write may hang before input is read beside
// it.
const patience = 100 * time.Millisecond

// flush writes until the session has nothing more to say.
func (c *conn) flush() error {
	for out := c.session.Out(); len(out) > 0; out = c.session.Out() {
		if err := c.write(out); err != nil {
			return err
		}
		if err := c.proceed(); err != nil {
			return err
		}
	}
	return nil
}

// proceed has the session go on after a write, with what has come meanwhile if
// the options want that.
func (c *conn) proceed() error {
	if ready, ok := c.input.(polled); ok && c.loop.opts.Interleave && c.holder != nil && !c.holder.Held() {
		if fed, err := ready.poll(c.feed); fed || err != nil {
			return err
		}
	}
	c.session.Feed(c.loop.opts.Now(), nil)
	return nil
}

// write sends all of p. As long as the peer takes something it may be slow.
//
// A Holder's peer may take nothing before it has got rid of what it sends
// itself, so its input is read beside a write that hangs, and beside any where
// it can't be looked at in between.
func (c *conn) write(p []byte) error {
	if c.holder == nil {
		_, err := c.send(p, c.loop.opts.WriteTimeout)
		return err
	}
	if _, ok := c.input.(polled); ok {
		rest, err := c.send(p, patience)
		if !errors.Is(err, ErrSlow) {
			return err
		}
		p = rest
	}
	return c.writeBeside(p)
}

// send writes p, until the peer has taken nothing for so long: ErrSlow, with
// what is left.
func (c *conn) send(p []byte, timeout time.Duration) (rest []byte, err error) {
	_, encrypted := c.net.(*tls.Conn)
	for len(p) > 0 {
		c.armWrite(timeout)
		n, err := c.net.Write(p)
		p = p[n:]
		timedOut := errors.Is(err, os.ErrDeadlineExceeded)
		if timedOut && n > 0 && !encrypted {
			continue // TLS can't go on after a write that timed out
		}
		if timedOut {
			return p, ErrSlow
		}
		if err != nil {
			return p, err
		}
	}
	return nil, nil
}

// writeBeside sends all of p while input is fed. What the session says
// meanwhile waits.
func (c *conn) writeBeside(p []byte) error {
	p = bytes.Clone(p) // the session's memory is its own again once it is fed
	written := make(chan error, 1)
	go func() {
		_, err := c.send(p, c.loop.opts.WriteTimeout)
		written <- err
		c.interrupt()
	}()
	err, ended := c.readBeside(written)
	if !ended {
		_ = c.net.Close()
		err = errors.Join(err, <-written)
	}
	c.readExpired = true
	return err
}

// readBeside feeds input until the write has ended, or an error ends the
// connection before. The end of the input is none: who sends nothing more may
// read on, and what he asked for is his.
func (c *conn) readBeside(written <-chan error) (err error, ended bool) {
	for {
		c.lastInput = time.Now() // who takes output isn't idle: that he does is the write's matter
		c.armRead()              // before the look at written, so that no interrupt is lost
		if c.session.Done() || c.loop.closing.Load() {
			return <-written, true
		}
		select {
		case err := <-written:
			return err, true
		default:
		}
		err := c.await()
		if errors.Is(err, io.EOF) {
			return <-written, true
		}
		if err != nil {
			return err, false
		}
	}
}

// armWrite moves the write deadline only when half of it is used up, for the
// same thrift as armRead.
func (c *conn) armWrite(timeout time.Duration) {
	now := time.Now()
	if left := c.writeDeadline.Sub(now); left >= timeout/2 && left <= timeout {
		return
	}
	c.writeDeadline = now.Add(timeout)
	_ = c.net.SetWriteDeadline(c.writeDeadline)
}
