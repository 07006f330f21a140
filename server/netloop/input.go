package netloop

import (
	"net"
	"sync"
)

// readSize is one read's worth of input: as much as Linux hands over at once
// on loopback, and enough for hundreds of pipelined commands.
const readSize = 64 << 10

// buffers holds the read buffers that no connection needs just now.
var buffers = sync.Pool{New: func() any { return new([readSize]byte) }}

// input waits for bytes and hands them to feed, which borrows them.
type input interface {
	receive(feed func([]byte)) error
}

// polled is an input that can be looked at without waiting.
type polled interface {
	// poll hands over what has come, and reports whether anything had.
	poll(feed func([]byte)) (fed bool, err error)
}

// newInput picks the way of reading that costs an idle connection least.
func newInput(nc net.Conn) input {
	if in := newReadyInput(nc); in != nil {
		return in
	}
	return &plainInput{net: nc}
}

// plainInput keeps a buffer of its own while it waits: for TLS, whose records
// are buffered in crypto/tls anyway, and for systems without readiness.
type plainInput struct {
	net    net.Conn
	buffer [4 << 10]byte
}

func (in *plainInput) receive(feed func([]byte)) error {
	n, err := in.net.Read(in.buffer[:])
	if n > 0 {
		feed(in.buffer[:n])
	}
	return err
}
