package targets

import (
	"testing"

	"github.com/twelvefold/twelvefold/conformance"
)

// Wire runs Redis cases over RESP sockets, against ours or the real server.
// Servers with options of their own are started per case.
type Wire struct {
	// Start starts a server with the given password ("" for none) and gives
	// its address.
	Start func(t *testing.T, password string) (addr string)

	shared string // the address of the server without options
}

// Open gives a Target on an emptied server.
func (w *Wire) Open(t *testing.T, c *conformance.Case) (conformance.Target, error) {
	if c.Engine != "redis" {
		return nil, conformance.NotApplicable(c.Engine + " has no wire protocol")
	}
	if password, ok := c.Open["password"].(string); ok {
		return newSocket(w.Start(t, password)), nil
	}
	if len(c.Open) > 0 {
		return nil, conformance.Unsupported("the wire runner opens with a password only")
	}
	if w.shared == "" {
		panic("Wire.Share was not called")
	}
	return DialRESP(w.shared)
}

// Share starts the server that the cases without options share; it lives as
// long as t.
func (w *Wire) Share(t *testing.T) { w.shared = w.Start(t, "") }
