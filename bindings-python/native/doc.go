//go:build pyext

// Command native is the hand-written half of the Python extension: what carries
// keys, bytes, arrays and callbacks. Opening, closing and statistics go through
// native/control, which gopy wraps; both stand on native/door.
//
// A call goes like this. The C file of an engine takes Python's arguments,
// fills a tf_call (native.h) that points at their memory, gives the GIL back
// where the call may wait, and calls the Go function of the same file name. That
// resolves the handle, calls the engine, and leaves results and errors in the
// tf_call, from which C makes objects and exceptions. Neither side keeps a
// pointer of the other's once the call is over.
//
// # Order of reading
//
//	native.h, call.c   one call; errors.go: panics and errors on their way out
//	handles.go, object.c, object.h: who owns what, and when it goes
//	args.c, results.go and lists.go, lists.c: bytes in both directions
//	mapping.c          what looks like a dict: bitcask.go, bitcask.c, lru.go, lru.c
//	redis.go, session.c, reply.c; amqp.go, amqp.c: connections
//	quant.go, quant.c  arrays where they lie
//	value.h, value.go, value.c: plain values; callback.h, callback.go, callback.c:
//	                   Go calls Python, and the only place where it does
//	lox.go, lox.c, lox_object.c over them; job.go: long calls that Ctrl-C ends
//	module.c, limited.h: the module, by Python's stable interface
package main
