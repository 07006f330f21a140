package server

import (
	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/server/management"
)

const managementName = "management"

// newManagement serves RabbitMQ's management API. The users of the broker log
// in there: the token of the REST API is not asked for.
func newManagement(s *Server) (service, error) {
	handler := management.New(s.box.AMQP, management.Options{
		Version:   twelvefold.Version,
		Listeners: s.managementListeners,
	})
	return httpServiceOf(s, &guard{next: handler, loopback: s.cfg.Loopback()}, handler)
}

// managementListeners are the ports that RabbitMQ would have too, by its names
// for what is spoken there.
func (s *Server) managementListeners() []management.Listener {
	var list []management.Listener
	for _, l := range s.listeners {
		switch l.Engine {
		case "amqp":
			list = append(list, management.Listener{Protocol: secure(s.cfg, "amqp", "amqp/ssl"), Addr: l.Addr})
		case managementName:
			list = append(list, management.Listener{Protocol: secure(s.cfg, "http", "https"), Addr: l.Addr})
		}
	}
	return list
}
