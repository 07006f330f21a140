package server

import "net/http"

// handler is what HTTP answers with.
func (s *Server) handler() (http.Handler, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	return &guard{next: mux, token: s.cfg.HTTPToken, loopback: s.cfg.Loopback()}, nil
}
