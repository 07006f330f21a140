package netloop

import (
	"crypto/tls"
	"net"
	"syscall"
	"time"
)

// holdPause is how long hold waits where it can't wait for a deadline.
const holdPause = 10 * time.Millisecond

// hold waits for the connection's read deadline without reading anything, so
// that the peer's bytes stay in the socket and then with the peer.
func hold(nc net.Conn) error {
	for {
		if tc, ok := nc.(*tls.Conn); ok {
			nc = tc.NetConn()
		} else if counted, ok := nc.(*countedConn); ok {
			nc = counted.Conn
		} else {
			break
		}
	}
	sc, ok := nc.(syscall.Conn)
	if !ok {
		time.Sleep(holdPause)
		return nil
	}
	raw, err := sc.SyscallConn()
	if err != nil {
		return err
	}
	return raw.Read(func(uintptr) bool { return false }) // wakes the poller's waiter, which waits on
}
