// Package command runs the broker's operations from JSON text: the generic
// call of the doors that speak no AMQP (Python, WebAssembly, REST), and the
// way in which the conformance cases are written.
//
//	s, err := command.New(db, command.Options{})
//	...
//	reply, err := s.Do(now, "queue.declare", []byte(`{"queue":"q","durable":true}`))
//	// {"queue":"q","message_count":0,"consumer_count":0}
//	reply, err = s.Do(now, "basic.publish", []byte(`{"routing_key":"q","body":"hello"}`))
//	// {}
//
// An operation is an AMQP method, its arguments and answer are JSON objects
// with the specification's names in snake case. What is asynchronous on the
// wire (publish, acknowledgements) answers its refusal at once. What the
// broker tells without being asked is fetched with "next".
//
// Order of reading: command.go, operations.go (the table of all operations),
// channel.go, exchange.go, queue.go, basic.go, settle.go, events.go; body.go is
// for doors whose bodies are bytes; operate.go, administer.go and explain.go are what AMQP has no methods for;
// args.go, properties.go and fields.go go between JSON (core/jsontext) and the
// broker's terms.
//
// # Types
//
// A JSON number without fraction or exponent becomes a signed 32-bit integer
// in a field table (RabbitMQ's "signedint"), or a 64-bit one ("long") where it
// is too large: that is what most clients send for an integer, so that
// refusals that name the type read the same. Other numbers become doubles.
// Objects become tables, but for {"b64": "..."} (bytes) and {"timestamp": n}
// (seconds since 1970). Texts that are not UTF-8 are written as {"b64": ...}.
package command
