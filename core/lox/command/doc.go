// Package command runs the operations of an interpreter from JSON text: the
// generic call of the doors that speak no Go (Python, WebAssembly, REST), and
// the way in which the conformance cases are written.
//
//	s, err := command.New(world.World{}, lox.Options{MaxSteps: 1_000_000})
//	...
//	reply, err := s.Do(ctx, "eval", []byte(`{"source":"print 1; 2 + 3;"}`))
//	// {"value":5,"output":"1\n","usage":{"steps":1,"output":2,"memory":535}}
//	reply, err = s.Do(ctx, "run", []byte(`{"source":"print -nil;"}`))
//	// {"output":"","usage":{...},"error":{"kind":"runtime","code":"runtime_error","message":"Operand must be a number.",...}}
//
// eval answers a program's error as an error, run as data, beside what the
// program has printed before.
//
// Order of reading: command.go, operations.go (the table of all operations),
// run.go, globals.go, source.go, listing.go, step.go; values.go and problem.go are what
// values and errors look like, args.go how arguments are read.
//
// # Values
//
// nil is null, booleans, numbers and strings are JSON's own. Numbers that JSON
// has not are {"number": "inf"}, "-inf" and "nan"; strings that are not UTF-8
// are {"b64": "..."}. Everything else is {"object": "<fn f>", "id": 1}: the
// text is what print writes, and the whole, or {"id": 1} alone, is an argument
// again in the same session. A session knows the last 1000 objects that it has
// named.
package command
