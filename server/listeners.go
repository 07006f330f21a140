package server

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"

	"github.com/twelvefold/twelvefold/server/config"
)

// Listener tells where an engine is to be found.
type Listener struct {
	Engine   string // "redis", ..., "management", and "http" for the API that every engine shares
	Protocol string // what is spoken there: "redis", "http"
	Addr     string // host:port
	URL      string // what a client library is given, without a password
	Durable  bool   // what was acknowledged survives the process
}

// listen opens the socket of every protocol that has an engine, and notes
// where each engine is: at its own protocol, or else at its part of the API.
func (s *Server) listen() error {
	own := map[string]Listener{}
	for _, p := range protocols {
		if p.wanted != nil && !p.wanted(s.box) {
			continue
		}
		socket, err := open(s.cfg, p)
		if err != nil {
			return err
		}
		s.running = append(s.running, running{name: p.name, socket: socket})
		addr := socket.Addr().String()
		own[p.name] = Listener{Engine: p.name, Protocol: p.name, Addr: addr, URL: p.scheme(s.cfg) + "://" + addr}
	}
	http := own[httpName]
	for _, info := range s.box.Engines() {
		l, ok := own[info.Name]
		if !ok {
			l = Listener{Engine: info.Name, Protocol: httpName, Addr: http.Addr, URL: http.URL + apiBase + info.Name}
		}
		l.Durable = info.Durable
		s.listeners = append(s.listeners, l)
	}
	if management, ok := own[managementName]; ok {
		s.listeners = append(s.listeners, management)
	}
	s.listeners = append(s.listeners, http)
	return s.makeServices()
}

// makeServices comes after listen has found every address, because HTTP tells
// its clients about all of them.
func (s *Server) makeServices() (err error) {
	for i := range s.running {
		r := &s.running[i]
		for _, p := range protocols {
			if p.name != r.name {
				continue
			}
			if r.service, err = p.service(s); err != nil {
				return fmt.Errorf("server: %s: %w", p.name, err)
			}
		}
	}
	return nil
}

// open listens where the configuration says that p does.
func open(cfg config.Config, p protocol) (net.Listener, error) {
	port := p.port(cfg)
	socket, err := net.Listen("tcp", net.JoinHostPort(cfg.Bind, strconv.Itoa(port)))
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("server: %s: port %d on %s is in use by another program; choose another with --%s N, or free ports with --ports auto",
			p.name, port, cfg.Bind, p.flag)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("server: %s: no permission for port %d on %s; choose one above 1023 with --%s N, or free ports with --ports auto",
			p.name, port, cfg.Bind, p.flag)
	case err != nil:
		return nil, fmt.Errorf("server: %s: --bind %s: %w", p.name, cfg.Bind, err)
	}
	return socket, nil
}
