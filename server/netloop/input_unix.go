//go:build unix

package netloop

import (
	"io"
	"net"
	"syscall"
)

// readyInput waits for the socket to be readable without holding a buffer.
type readyInput struct {
	raw  syscall.RawConn
	try  func(fd uintptr) bool // read as a value, made once
	look func(fd uintptr)      // the same for poll
	feed func([]byte)
	fed  bool
	err  error
}

// newReadyInput gives nil for a connection that is no bare socket.
func newReadyInput(nc net.Conn) input {
	if counted, ok := nc.(*countedConn); ok {
		nc = counted.Conn
	}
	sc, ok := nc.(syscall.Conn)
	if !ok {
		return nil
	}
	raw, err := sc.SyscallConn()
	if err != nil {
		return nil
	}
	in := &readyInput{raw: raw}
	in.try = in.read
	in.look = func(fd uintptr) { in.fed = in.read(fd) }
	return in
}

func (in *readyInput) receive(feed func([]byte)) error {
	in.feed, in.err = feed, nil
	if err := in.raw.Read(in.try); err != nil {
		return err
	}
	return in.err
}

// poll implements polled. It does not mind the read deadline.
func (in *readyInput) poll(feed func([]byte)) (fed bool, err error) {
	in.feed, in.err = feed, nil
	if err := in.raw.Control(in.look); err != nil {
		return false, err
	}
	return in.fed, in.err
}

// read is called when there may be input; false says that there was none, and
// sends the poller back to wait.
func (in *readyInput) read(fd uintptr) bool {
	buffer := buffers.Get().(*[readSize]byte)
	defer buffers.Put(buffer)
	n, err := syscall.Read(int(fd), buffer[:])
	for err == syscall.EINTR {
		n, err = syscall.Read(int(fd), buffer[:])
	}
	switch {
	case err == syscall.EAGAIN:
		return false
	case err != nil:
		in.err = err
	case n == 0:
		in.err = io.EOF
	default:
		in.feed(buffer[:n])
	}
	return true
}
