package targets

import (
	"slices"
	"testing"
	"time"

	"github.com/twelvefold/twelvefold/conformance"
)

// Wire runs cases over sockets, against ours or the real servers: Redis cases
// over RESP, amqp cases over AMQP.
type Wire struct {
	// Start starts a Redis server with the given password ("" for none) and
	// gives its address. Servers with options are started per case.
	Start func(t *testing.T, password string) (addr string)
	// Broker gives an AMQP broker with nothing in it.
	Broker func(t *testing.T) (Broker, error)
	// Lag is how long the broker may take until what was done on one
	// connection shows on another.
	Lag time.Duration
	// Lacks names capabilities that the servers do not have.
	Lacks []string

	shared string // the address of the server without options
}

// Open gives a Target on an emptied server.
func (w *Wire) Open(t *testing.T, c *conformance.Case) (conformance.Target, error) {
	switch c.Engine {
	case "redis":
	case "amqp":
		return w.openAMQP(t, c)
	default:
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

func (w *Wire) openAMQP(t *testing.T, c *conformance.Case) (conformance.Target, error) {
	if len(c.Open) > 0 {
		return nil, conformance.Unsupported("the wire runner opens brokers without options only")
	}
	for _, need := range c.Needs {
		if slices.Contains(w.Lacks, need) {
			return nil, conformance.NotApplicable("the real server has no " + need)
		}
	}
	broker, err := w.Broker(t)
	if err != nil {
		return nil, err
	}
	return newAMQPWire(broker, w.Lag), nil
}

// Share starts the Redis server that the cases without options share; it lives
// as long as t.
func (w *Wire) Share(t *testing.T) { w.shared = w.Start(t, "") }
