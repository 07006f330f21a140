// Package server puts a box of engines on the network: it opens the box as the
// configuration says, listens for each engine's protocol and for HTTP, drives
// the engines' background work, and ends it all in order.
//
//	srv, err := server.Start(cfg, slog.Default())
//	if err != nil { ... }
//	for _, l := range srv.Listeners() { fmt.Println(l.Engine, l.URL) }
//	...
//	err = srv.Shutdown(ctx)
//
// Files: server.go (start and end), listeners.go (ports and addresses),
// protocols.go (who speaks what: the list to add to), tls.go (certificates),
// http.go (what stands before the HTTP handlers), management.go (RabbitMQ's management API), tick.go
// (background work), guard.go (the token), ready.go (the ready file), log.go (the
// engines' log).
package server
