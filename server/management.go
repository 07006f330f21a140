package server

import (
	"time"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/server/management"
)

const managementName = "management"

// newManagement serves RabbitMQ's management API. The users of the broker log
// in there: the token of the REST API is not asked for.
func newManagement(s *Server) (service, error) {
	cert, err := tlsConfig(s.cfg)
	if err != nil {
		return nil, err
	}
	var expires time.Time
	if cert != nil {
		expires = cert.Certificates[0].Leaf.NotAfter
	}
	handler := management.New(s.box.AMQP, management.Options{
		Version:        twelvefold.Version,
		MaxConnections: s.cfg.MaxConnections,
		External:       s.cfg.AMQPCertLoginFrom != "",
		Listeners:      func() []management.Listener { return s.managementListeners(expires) },
	})
	return httpServiceOf(s, &guard{next: handler, loopback: s.cfg.Loopback()}, handler)
}

// guestIsKnown tells that the first user still has the first password.
func guestIsKnown(db *amqp.DB) (known bool) {
	_ = db.Update(func(tx *amqp.Tx) error { // open, since nobody has shut the server down
		known = tx.Authenticate("guest", "guest")
		return nil
	})
	return known
}

// managementListeners are the ports that RabbitMQ would have too, by its names
// for what is spoken there.
func (s *Server) managementListeners(expires time.Time) []management.Listener {
	var list []management.Listener
	for _, l := range s.listeners {
		switch l.Engine {
		case "amqp":
			list = append(list, management.Listener{Protocol: secure(s.cfg, "amqp", "amqp/ssl"), Addr: l.Addr, Expires: expires})
		case managementName:
			list = append(list, management.Listener{Protocol: secure(s.cfg, "http", "https"), Addr: l.Addr, Expires: expires})
		}
	}
	return list
}
