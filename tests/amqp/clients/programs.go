package main

// program is one family of features in one client.
type program struct {
	name    string // client and family
	command string // for bash, from the project's root
}

// Where install.sh put things.
const (
	python = ".cache/amqp-clients/venv/bin/python tests/amqp/clients/python/"
	node   = "node tests/amqp/clients/node/"
	java   = "java -cp '.cache/amqp-clients/java/classes:.cache/amqp-clients/java/lib/*' judge."
	golang = "go run ./tests/amqp/clients/golang"
)

// programs is all of them, in the order in which they run.
var programs = []program{
	{"pika publishing", python + "pika_publishing.py"},
	{"pika exchanges", python + "pika_exchanges.py"},
	{"pika queues", python + "pika_queues.py"},
	{"pika consuming", python + "pika_consuming.py"},
	{"pika dead letters", python + "pika_deadletters.py"},
	{"pika errors", python + "pika_errors.py"},
	{"pika transactions", python + "pika_transactions.py"},
	{"pika quorum", python + "pika_quorum.py"},
	{"pika streams", python + "pika_streams.py"},
	{"pika durability", python + "pika_durability.py"},
	{"pika TLS", python + "pika_tls.py"},
	{"pika asyncio", python + "pika_asyncio.py"},
	{"aio-pika", python + "aiopika_robust.py"},
	{"kombu", python + "kombu_messaging.py"},
	{"Celery", python + "celery_worker.py"},
	{"dramatiq", python + "dramatiq_worker.py"},
	{"amqplib", node + "amqplib.mjs"},
	{"amqp091-go", golang},
	{"Java messaging", java + "Messaging"},
	{"Java endurance", java + "Endurance"},
	{"php-amqplib", "tests/amqp/clients/php/run.sh"},
	{"librabbitmq", "tests/amqp/clients/shell/librabbitmq.sh"},
	{"rabbitmqadmin", "tests/amqp/clients/shell/rabbitmqadmin.sh"},
}
