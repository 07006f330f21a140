package netloop

import (
	"errors"
	"net"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/twelvefold/twelvefold/core/world"
)

// Limiter is a net.Listener that lets only so many of its connections be open
// at once and that survives a shortage of file descriptors. The loop and
// net/http accept through it alike.
type Limiter struct {
	net.Listener
	max     int64
	refusal []byte
	log     world.Logger

	open    atomic.Int64
	refused atomic.Int64
}

// Limit wraps l. A connection over the limit gets the refusal, which may be
// empty, and is closed.
func Limit(l net.Listener, max int, refusal []byte, log world.Logger) *Limiter {
	return &Limiter{Listener: l, max: int64(max), refusal: refusal, log: log}
}

// Open is how many connections are open now.
func (l *Limiter) Open() int64 { return l.open.Load() }

// Refused is how many connections the limit has turned away so far.
func (l *Limiter) Refused() int64 { return l.refused.Load() }

// Accept waits for a connection within the limit.
func (l *Limiter) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		switch {
		case err == nil && l.open.Add(1) <= l.max:
			return &countedConn{Conn: c, owner: l}, nil
		case err == nil:
			l.open.Add(-1)
			l.refuse(c)
		case !passes(err):
			return nil, err
		default:
			l.say(world.Warn, "accept failed, trying again", "error", err)
			time.Sleep(acceptPause)
		}
	}
}

// acceptPause gives open connections time to end and free their descriptors.
const acceptPause = 50 * time.Millisecond

// passes tells an error that waiting can cure: no descriptor or buffer was
// free, or the peer had gone before it was accepted.
func passes(err error) bool {
	for _, errno := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

func (l *Limiter) refuse(c net.Conn) {
	// Logged at powers of two only: a flood must not become a flood of lines.
	if n := l.refused.Add(1); n&(n-1) == 0 {
		l.say(world.Warn, "connection refused: limit reached", "limit", l.max, "refused", n, "listener", l.Addr().String())
	}
	// The send buffer of a new socket is empty: this does not block, and the
	// deadline makes that certain.
	_ = c.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = c.Write(l.refusal)
	_ = c.Close()
}

func (l *Limiter) say(level world.Level, msg string, keysAndValues ...any) {
	if l.log != nil {
		l.log.Log(level, msg, keysAndValues...)
	}
}

// countedConn gives its place back when it is closed, once.
type countedConn struct {
	net.Conn
	owner  *Limiter
	closed atomic.Bool
}

// Close closes the connection and frees its place.
func (c *countedConn) Close() error {
	if !c.closed.Swap(true) {
		c.owner.open.Add(-1)
	}
	return c.Conn.Close()
}
