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
// itself, so its input is read beside a write that hangs; and beside any, where
// the options want to interleave and input can't be looked at in between.
func (c *conn) write(p []byte) error {
	if c.holder == nil {
		_, err := c.send(p, c.loop.opts.WriteTimeout)
		return err
	}
	_, polls := c.input.(polled)
	switch {
	case c.loop.opts.Interleave && !polls:
		return c.writeBeside(p, 0)
	case c.encrypted():
		return c.writeBeside(p, patience)
	}
	rest, err := c.send(p, patience)
	if errors.Is(err, ErrSlow) {
		return c.writeBeside(rest, 0)
	}
	return err
}

// encrypted tells that TLS is spoken, which can't go on after a write that timed
// out.
func (c *conn) encrypted() bool {
	_, ok := c.net.(*tls.Conn)
	return ok
}

// send writes p, until the peer has taken nothing for so long: ErrSlow, with
// what is left.
func (c *conn) send(p []byte, timeout time.Duration) (rest []byte, err error) {
	for len(p) > 0 {
		c.armWrite(timeout)
		n, err := c.net.Write(p)
		p = p[n:]
		timedOut := errors.Is(err, os.ErrDeadlineExceeded)
		if timedOut && n > 0 && !c.encrypted() {
			continue
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

// writeBeside sends all of p. If that takes longer than the delay, input is fed
// meanwhile, by another goroutine; what the session says to it waits.
func (c *conn) writeBeside(p []byte, delay time.Duration) error {
	p = bytes.Clone(p) // the session's memory is its own again once it is fed
	c.written.Store(false)
	read := make(chan error, 1)
	reading := make(chan struct{})
	reader := time.AfterFunc(delay, func() {
		close(reading)
		read <- c.readBeside()
	})
	if delay == 0 {
		<-reading // or else a fast write would leave no time for it
	}
	_, err := c.send(p, c.loop.opts.WriteTimeout)
	if reader.Stop() {
		return err
	}
	c.written.Store(true)
	c.interrupt()
	err = errors.Join(<-read, err)
	c.readExpired = true
	return err
}

// readBeside feeds input until all is written. An error of it ends the
// connection, and with it the write. The end of the input is none: who sends
// nothing more may read on, and what he asked for is his.
func (c *conn) readBeside() (err error) {
	defer func() {
		if r := recover(); r != nil {
			c.report(r)
			err = ErrPanic
		}
		if err != nil {
			_ = c.net.Close()
		}
	}()
	for {
		c.lastInput = time.Now() // who takes output isn't idle: that he does is the write's matter
		c.armRead()              // before the look at written, so that no interrupt is lost
		if c.written.Load() || c.session.Done() || c.loop.closing.Load() {
			return nil
		}
		if err := c.await(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
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
