// Package null is a broker that stores nothing: it speaks just enough AMQP
// 0-9-1 for the benchmark's client, confirms every message at once, and
// delivers one and the same message for ever. What a client reaches against it
// is what that client, the loopback and the two cores allow: no broker measured
// with the same client can be faster.
//
// A queue whose name begins with EchoPrefix is different: what is published to
// it goes straight to its consumer, so that the latency between two clients has
// a floor too.
//
// Input is trusted, errors end the connection, and nothing is checked.
//
//	server.go    connections
//	conn.go      one connection: frames in, batches of answers out
//	methods.go   the methods, and the answers that are always the same
//	deliver.go   consumers, acknowledgements, echo
package null
