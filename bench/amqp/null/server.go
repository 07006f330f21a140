package null

import (
	"net"
	"strings"
	"sync"
)

// EchoPrefix begins the names of queues that hand on what is published to them.
const EchoPrefix = "echo"

// Server is what the connections share.
type Server struct {
	mu   sync.Mutex
	echo map[string]*consumer // by queue
}

// Serve accepts until the listener is closed, whose error it returns.
func Serve(l net.Listener) error {
	s := &Server{echo: map[string]*consumer{}}
	for {
		socket, err := l.Accept()
		if err != nil {
			return err
		}
		go newConn(s, socket).serve()
	}
}

// register makes c the consumer of an echoing queue.
func (s *Server) register(queue string, c *consumer) {
	if !strings.HasPrefix(queue, EchoPrefix) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.echoing = true
	s.echo[queue] = c
}

// echoTo is the consumer of an echoing queue, or nil.
func (s *Server) echoTo(key []byte) *consumer {
	if !strings.HasPrefix(string(key), EchoPrefix) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.echo[string(key)]
}
