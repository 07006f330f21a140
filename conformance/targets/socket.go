package targets

import (
	"errors"
	"io"
	"net"
	"os"
	"time"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// patience bounds the wait for a reply, and quiet the wait for bytes that
// should not come.
const (
	patience = time.Minute
	quiet    = 50 * time.Millisecond
)

// Socket is a server that speaks RESP: ours, or a real one. Each connection of
// a case is a TCP connection.
type Socket struct {
	addr  string
	conns map[int]*socketConn
}

type socketConn struct {
	net.Conn
	unread []byte // read, not yet used
}

// DialRESP empties the server at addr and gives a Target on it.
func DialRESP(addr string) (*Socket, error) {
	s := newSocket(addr)
	for _, words := range [][]string{{"FLUSHALL"}, {"CONFIG", "RESETSTAT"}} {
		if v := s.send(0, wire.AppendRequest(nil, words...)); v.Kind == "error" {
			return nil, errors.New(words[0] + ": " + string(v.Text))
		}
	}
	return s, nil
}

func newSocket(addr string) *Socket { return &Socket{addr, map[int]*socketConn{}} }

func (s *Socket) conn(n int) (*socketConn, error) {
	if c := s.conns[n]; c != nil {
		return c, nil
	}
	c, err := net.DialTimeout("tcp", s.addr, patience)
	if err != nil {
		return nil, err
	}
	s.conns[n] = &socketConn{Conn: c}
	return s.conns[n], nil
}

// Do sends a request and reads one reply.
func (s *Socket) Do(conn int, op string, args []conformance.Arg) conformance.Value {
	return s.send(conn, request(op, args))
}

func (s *Socket) send(conn int, p []byte) conformance.Value {
	c, err := s.conn(conn)
	if err != nil {
		return conformance.Err(err)
	}
	if _, err := c.Write(p); err != nil {
		return conformance.Err(err)
	}
	for {
		v, n, err := wire.Decode(c.unread)
		if err == nil {
			result := conformance.FromRESP(v)
			result.Text = append([]byte(nil), result.Text...)
			c.unread = append([]byte(nil), c.unread[n:]...)
			return result
		}
		if !errors.Is(err, wire.ErrIncomplete) {
			return conformance.Err(err)
		}
		if err := c.fill(patience); err != nil {
			return conformance.Err(err)
		}
	}
}

func (c *socketConn) fill(wait time.Duration) error {
	if err := c.SetReadDeadline(time.Now().Add(wait)); err != nil {
		return err
	}
	p := make([]byte, 64<<10)
	n, err := c.Read(p)
	c.unread = append(c.unread, p[:n]...)
	return err
}

// Raw sends bytes and reads what comes back, until the connection ends or
// nothing more is wanted, nor comes.
func (s *Socket) Raw(conn int, p []byte, want int, wantClosed bool) (got []byte, closed bool) {
	c, err := s.conn(conn)
	if err != nil {
		return nil, true
	}
	_, err = c.Write(p)
	for err == nil {
		wait := quiet
		if len(c.unread) < want || wantClosed {
			wait = patience
		}
		err = c.fill(wait)
	}
	got, c.unread = c.unread, nil
	return got, !errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, io.EOF)
}

// Advance waits: a real server's clock can't be moved. The little more is for
// its timers.
func (s *Socket) Advance(d time.Duration) { time.Sleep(d + 5*time.Millisecond) }

// Close ends the connections.
func (s *Socket) Close() {
	for _, c := range s.conns {
		c.Close()
	}
}
