// Package rabbitmq starts a real rabbitmq-server, Debian's 3.10.8, for the
// programs that hold twelvefold beside it: the oracle of the conformance cases,
// the outside judges in tests/amqp, and the benchmark.
//
//	server, err := rabbitmq.Start(ctx, rabbitmq.Options{})
//	...
//	defer server.Stop()
//	conn, err := amqp091.Dial(server.AMQPURL)
//
// A server lives in a folder of its own, listens on loopback only, has an Erlang
// port mapper of its own, and is ready after some 5 to 20 seconds. Nothing of
// the machine's own RabbitMQ, should there be one, is read or changed.
package rabbitmq
