//go:build !unix

package netloop

import "net"

// newReadyInput has no readiness to wait for on this system.
func newReadyInput(net.Conn) input { return nil }
