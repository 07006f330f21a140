// Package rest is the HTTP door: the operations of schema/openapi.yaml over
// the engines of a box, as JSON, with errors as problem documents.
//
//	h := rest.New(box, rest.Options{})
//	defer h.Close()
//	err := http.ListenAndServe("127.0.0.1:8080", h)
//
// The operations' types and routes are generated (server/rest/api); the
// methods here translate between them and the engines, and check nothing that
// an engine checks.
//
// Files: rest.go (options, the handler), router.go (routes, unknown ones),
// middleware.go (what happens around every request), problem.go (errors),
// sessions.go (connections that outlive a request), keys.go (keys in paths);
// engines.go, health.go, metrics.go with metrics_engines.go; then the engines:
// redis.go, redis_run.go, redis_sessions.go and redis_keys.go, bitcask.go,
// lru.go, amqp.go, lox.go with lox_runs.go, quant.go. server/rest/events is the
// WebSocket.
package rest
