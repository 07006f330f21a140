// Package amqp is a message broker that RabbitMQ's clients take for RabbitMQ
// (AMQP 0-9-1 with RabbitMQ's extensions; reference: 3.10.8).
//
//	db, err := amqp.Open(world.World{}, amqp.Options{InMemory: true})
//	...
//	err = db.Update(func(tx *amqp.Tx) error {
//		conn, err := tx.Connect("guest", "/", amqp.Client{Name: "me"})
//		...
//		ch, err := tx.OpenChannel(conn, 1)
//		...
//		_, err = ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "jobs", Durable: true})
//		...
//		return ch.Publish(tx, amqp.Publish{Key: []byte("jobs"), Body: []byte("hello")})
//	})
//
// # Order of reading
//
//	db.go          DB, Tx: the lock, the instant, what happens at its end
//	options.go     what can be set; errors.go: every refusal, in RabbitMQ's words
//	order.go       walks over all of a kind, the same for the same seed
//	vhost.go       exchanges and queues by name; user.go, pattern.go (over
//	               pattern_regexp.go, in WebAssembly pattern_wasm.go): who may do what;
//	               erlang.go: values as RabbitMQ's refusals print them
//	conn.go        a client: its outbox of events; channel.go: prefetch, modes
//	exchange.go    declare, delete; binding.go; queue.go, quorum.go, queueargs.go,
//	               queuearg.go, equivalence.go; stream.go, streamargs.go, streamread.go,
//	               streampeek.go
//	publish.go     from a publish to queues, over route.go and router.go,
//	               topic.go, headers.go, directreply.go; explain.go and explain_text.go tell why
//	ready.go       the waiting messages of a queue, over ring.go and packing.go;
//	               message.go: what they are; move.go: what an operator does with them
//	consumer.go    consumers, rounds.go: which one is next; deliver.go, ack.go, unacked.go
//	deadletter.go  x-death; expiry.go, overflow.go, delayed.go: other ends
//	confirms.go    publisher confirms; transaction.go: class tx
//	limits.go      what a client can make the broker keep, by options; quota.go: by an
//	               operator; alarm.go, timeout.go: who has to wait, and who has waited
//	               too long; diskspace.go: why; fault.go: for tests
//	store.go       the log: what is written when; record.go, definition.go: how;
//	               ends.go, segment.go: what of it still counts; recover.go,
//	               compact.go, evacuate.go over evacuate_scan.go, paging.go, verify.go; DESIGN.md
//	account.go     users and permissions as an administrator has them, with
//	               topicpermission.go; administer.go: the same for a channel's user; policy.go and policykeys.go: what policies
//	               say, govern.go: what comes of it; globalparameter.go
//	inspect.go     views of all there is, with inspect_topology.go; export.go:
//	               definitions out and in; stats.go: counters; events.go: what listeners are
//	               told; fork.go: a copy of it all
//
// session/ is one client's AMQP connection; wire/ is the codec; command/ runs
// the same operations from text, for the doors that have no AMQP.
//
// Everything is checked here, so that the same wrong call gives the same error
// from Go, the wire, Python, WebAssembly and REST.
package amqp
