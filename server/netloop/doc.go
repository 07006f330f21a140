// Package netloop drives engine.Session state machines from sockets: it
// accepts, reads, feeds, writes, and closes what misbehaves. It knows no
// protocol.
//
//	loop := netloop.New(netloop.Options{NewSession: newSession})
//	go loop.Serve(listener)
//	...
//	loop.Shutdown(ctx)
//
// One goroutine serves one connection and is the only one to call its session.
// An idle connection costs that goroutine's stack and no buffer: a read buffer
// is borrowed from a pool once the socket is readable, and given back before
// the reply is written, so that neither a silent client nor one that never
// reads holds any.
//
// Files: options.go and loop.go (a listener), limit.go (how many connections);
// conn.go (one of them: whom it waits for, and how long), input.go with
// input_unix.go and input_other.go (reading), write.go (writing), hold.go (a
// client that has to wait).
package netloop
