package amqp

import (
	"errors"
	"net"
	"sync"
)

// Dialer connects clients to a broker without a socket: give its Dial to
// amqp091-go.
//
//	conn, err := amqp091.DialConfig("amqp://guest:guest@here/", amqp091.Config{Dial: dialer.Dial})
type Dialer struct {
	listener *pipeListener
}

// NewDialer makes a dialer for what serves its listener, which is in memory:
//
//	dialer, listener := amqp.NewDialer()
//	go service.Serve(listener)
func NewDialer() (*Dialer, net.Listener) {
	l := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
	return &Dialer{l}, l
}

// Dial gives one end of a connection whose other end the service has
// accepted. Network and address are not looked at.
func (d *Dialer) Dial(_, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case d.listener.conns <- theirs:
		return ours, nil
	case <-d.listener.closed:
		return nil, errors.New("amqp: the broker has been closed")
	}
}

// pipeListener is a net.Listener whose connections come from Dial.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// Accept waits for a Dial.
func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and Dial.
func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr has no meaning but to be there.
func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "in-process" }
