// Package wire is the codec of AMQP 0-9-1 with RabbitMQ's extensions: bytes to
// frames, methods, properties and field tables, and back. It does no I/O;
// encoders append to the buffer that they are given.
//
//	parser := wire.Parser{MaxFrame: 131072}
//	parser.Feed(input)
//	for {
//		frame, ok, err := parser.Next()
//		if err != nil || !ok {
//			break // a *ProtocolError, or more input is needed
//		}
//		if frame.Type == wire.FrameMethod {
//			method, err := wire.DecodeMethod(frame.Payload)
//			...
//		}
//	}
//	parser.Hold()
//	out = wire.AppendMethodFrame(out, 1, &wire.QueueDeclareOk{Queue: "jobs"})
//
// Read in this order: frame.go (cutting the stream), method.go (the list of
// methods) with codec.go, append.go, equal.go and a file per class (connection.go,
// channel.go, access.go, exchange.go, queue.go, basic.go, tx.go, confirm.go), hot.go (what each message
// passes, without allocation), content.go, properties.go and scan.go (content
// headers), table.go with table_encode.go and table_decode.go, code.go and protocol_error.go (errors).
//
// Ownership: what is called a view points into the caller's bytes and is good
// as long as they are. Strings and tables are copies.
//
// Sources: the AMQP 0-9-1 specification with its errata on rabbitmq.com; for
// limits, texts and value types RabbitMQ 3.10.8 (rabbit_reader.erl,
// rabbit_command_assembler.erl, rabbit_binary_parser.erl,
// rabbit_binary_generator.erl, rabbit_misc.erl).
package wire
