package server

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/server/management"
	"github.com/twelvefold/twelvefold/server/netloop"
	"github.com/twelvefold/twelvefold/server/playground"
	"github.com/twelvefold/twelvefold/server/rest"
	"github.com/twelvefold/twelvefold/web"
)

// apiBase is where the API begins; an engine's part is below it.
const apiBase = "/v1/"

// Limits of the HTTP listener, beside those on request bodies that the REST
// handlers set.
const (
	headerTimeout  = 10 * time.Second
	requestTimeout = time.Minute // a whole body; a WebSocket is not bound by it
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 64 << 10
)

// httpRefusal is what a connection over the limit is told.
const httpRefusal = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nConnection: close\r\n\r\n" +
	`{"title":"Service Unavailable","status":503,"code":"limit_exceeded","detail":"server: too many connections"}`

// httpService is net/http behind the same connection limit as the others.
type httpService struct {
	server *http.Server
	api    io.Closer // what outlives a request
	max    int
	tls    *tls.Config
	log    worldLog
}

func newHTTP(s *Server) (service, error) {
	var numbers []prometheus.Collector
	if s.box.AMQP != nil {
		numbers = append(numbers, management.NewCollector(s.box.AMQP))
	}
	api := rest.New(s.box, rest.Options{
		Listeners:  s.restListeners,
		Ready:      s.accepts.Load,
		Redis:      s.clients,
		Collectors: numbers,
		Lox: lox.Options{
			MaxSteps: s.cfg.LoxMaxSteps, MaxMemory: s.cfg.LoxMaxMemory,
			MaxOutput: s.cfg.LoxMaxOutput, Timeout: s.cfg.LoxTimeout,
		},
		MaxLoxRuns: s.cfg.LoxMaxRuns,
	})
	pages, err := withPlayground(api)
	if err != nil {
		return nil, err
	}
	return httpServiceOf(s, &guard{next: pages, token: s.cfg.HTTPToken, loopback: s.cfg.Loopback()}, api)
}

// withPlayground serves the pages below their path, and by next all else.
func withPlayground(next http.Handler) (http.Handler, error) {
	files, _ := web.Playground()
	pages, err := playground.New(files)
	if err != nil {
		return nil, err
	}
	// Not by a http.ServeMux, which would change paths that are keys.
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if playground.Serves(r.URL.Path) {
			pages.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	}), nil
}

// PlaygroundURL is where a browser finds the Lox playground; empty where the
// binary was built without it.
func (s *Server) PlaygroundURL() string {
	if _, built := web.Playground(); !built {
		return ""
	}
	for _, l := range s.listeners {
		if l.Engine == httpName {
			return l.URL + playground.Path
		}
	}
	return ""
}

// httpServiceOf serves a handler; api is closed when it ends.
func httpServiceOf(s *Server, handler http.Handler, api io.Closer) (service, error) {
	cert, err := tlsConfig(s.cfg)
	if err != nil {
		return nil, err
	}
	return &httpService{
		server: &http.Server{
			Handler:           handler,
			ReadHeaderTimeout: headerTimeout,
			ReadTimeout:       requestTimeout,
			WriteTimeout:      requestTimeout,
			IdleTimeout:       idleTimeout,
			MaxHeaderBytes:    maxHeaderBytes,
			ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
		},
		api: api,
		max: s.cfg.MaxConnections,
		tls: cert,
		log: worldLog{s.log},
	}, nil
}

// restListeners is Listeners in the API's own type.
func (s *Server) restListeners() []rest.Listener {
	all := make([]rest.Listener, len(s.listeners))
	for i, l := range s.listeners {
		all[i] = rest.Listener{Engine: l.Engine, Protocol: l.Protocol, Addr: l.Addr, URL: l.URL}
	}
	return all
}

// Serve accepts until Shutdown.
func (h *httpService) Serve(l net.Listener) error {
	refusal := []byte(httpRefusal)
	if h.tls != nil {
		refusal = nil
	}
	l = netloop.Limit(l, h.max, refusal, h.log)
	if h.tls != nil {
		l = tls.NewListener(l, h.tls)
	}
	if err := h.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Shutdown lets running requests end until ctx does, and then cuts them.
func (h *httpService) Shutdown(ctx context.Context) error {
	err := h.server.Shutdown(ctx)
	return errors.Join(err, h.api.Close(), h.server.Close())
}
