// Package conformance loads the conformance cases and runs them against any
// door.
//
// A case is data (cases/<engine>/<group>.yaml): steps that call an operation
// and say what comes back. The same files run through Go in process, Go over
// the wire, REST, Python, WebAssembly in Node and in wazero, and, for engines
// that imitate a real server, against that server (the oracle), so that the
// case itself is proven. Runners in other languages read the same files; this
// package is the Go runners' part.
//
//	case.go    a case, its steps, loading
//	value.go   what an operation gives back, in every door's terms
//	want.go    what a step expects, and the comparison; reply.go of JSON objects
//	json.go    arguments written as mappings
//	run.go     runs cases against a Target and writes .cache/conformance/<runner>.json
//	targets/   Targets for the engines in process, and for RESP and AMQP over a socket
//	report/    merges the results into REPORT.md
//	oracle/    the cases against redis-server and rabbitmq-server
//	programs/  Lox programs that state what they do, for every door of lox
//	wazero/    the WebAssembly module in a Go host
//
// cases/README.md states the format.
package conformance
