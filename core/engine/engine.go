// Package engine is the contract between the engines and the doors: what
// every engine can be asked besides its own methods, and what one connection
// to an engine with a wire protocol looks like. It holds interfaces only; the
// engines do not import it, the doors do.
package engine

import "time"

// Engine is what the doors may ask of every engine. Beside it each engine has
//
//	Open(world.World, Options) (*DB, error)
//	Fork(world.World) (*DB, error)   an independent copy of the data in another world
//	Stats() Stats                    a plain struct of numbers, all from one instant
//
// whose types are its own.
type Engine interface {
	// Reset empties the engine, as if just opened on nothing.
	Reset() error
	// Tick does the background work that is due at now (expiry, merging) in
	// a bounded slice of time, and tells when it wants to be called again;
	// the zero time means only after further calls. The door drives it,
	// because a WebAssembly host has no idle goroutines.
	Tick(now time.Time) (next time.Time)
	// Close ends the engine; every later call gives an error with code
	// closed. Closing twice is no error.
	Close() error
}

// Session is one connection's state machine, without I/O. A driver (the
// server's socket loop, Python, WebAssembly) feeds it the bytes that came and
// writes the bytes it has to say:
//
//	s.Feed(now, p)
//	for out := s.Out(); len(out) > 0; out = s.Out() {
//		write(out)
//		s.Feed(now, nil) // goes on where too much output had stopped it
//	}
//	if s.Done() { close the connection }
//
// All methods but the function given to Wake are called by one goroutine at a
// time.
type Session interface {
	// Feed takes input. p is borrowed: what must last is copied. With p nil
	// it only goes on with what is pending: input held back because Out had
	// grown past its limit, a deadline that passed, output after a wake.
	Feed(now time.Time, p []byte)
	// Out hands over the bytes to send, or nothing. They are good until the
	// next call of Feed.
	Out() []byte
	// Wake registers the one function that is called, from any goroutine,
	// when there is output that no input asked for. It must not block; the
	// driver then calls Feed(now, nil).
	Wake(f func())
	// Deadline is when the session wants Feed(now, nil) at the latest; zero
	// means never.
	Deadline() time.Time
	// Done reports that the session has ended: send what Out still has, then
	// close the connection.
	Done() bool
	// Close tells the session that the connection is gone, and why.
	Close(reason error)
}

// Holder is a Session that at times wants no input read, so that the peer
// feels it: a broker that is short of memory stops who publishes. At all other
// times it takes input, also while what Out gave is still being written (the
// driver has copied it then): a client of a broker may publish, and one of
// Redis write a whole pipeline, while it reads nothing.
type Holder interface {
	Session
	// Held reports that nothing should be read until the next wake or
	// deadline. What is fed all the same is kept.
	Held() bool
}
