// Package door is the Go half of the Python door, without any Python in it:
// the engines that Python objects own, kept under numbers, and opened from
// options in JSON. Two layers stand on it and nothing else does:
//
//   - control, the facade that gopy wraps: open, close, statistics;
//   - native (package main, build tag pyext), the hand-written cgo exports for
//     keys, bytes and arrays.
//
// Nothing here knows how to call Python: who waits for an event is woken through
// a channel or a pipe (bell.go), and an engine whose programs call functions of
// the host does so through an interface (LoxHost), with no lock held. What goes
// beyond opening an engine is one file each: stream.go drives a session with the
// bytes of its protocol, amqp_listener.go puts a socket in front of a broker,
// lox_run.go lets runs in.
//
// Files: handle.go (numbers for Go values), options.go (JSON), engine.go (what
// every engine has), clock.go; redis.go with reply_error.go, bitcask.go, lru.go,
// kernels.go for quant, amqp.go with amqp_session.go, lox.go with lox_error.go.
//
// Because the package knows neither Python nor cgo, its tests are plain Go.
package door
