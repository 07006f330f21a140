package main

// option is an argument of a declaration, a consumer or a message with values
// to try: those that are meant, and those that are to be refused.
type option struct {
	name      string
	good, bad []any
}

// object is a JSON object.
type object = map[string]any

var queueOptions = []option{
	{"x-message-ttl", []any{0, 1, 60000}, []any{-1, "60000", 1.5, true, 4294967296}},
	{"x-expires", []any{60000, 86400000}, []any{0, -1, "60000", 4294967296}},
	{"x-max-length", []any{0, 1, 2, 3}, []any{-1, "1", 1.5}},
	{"x-max-length-bytes", []any{0, 4, 9, 20}, []any{-1, "1"}},
	{"x-overflow", []any{"drop-head", "reject-publish", "reject-publish-dlx"}, []any{"drop-tail", 1, ""}},
	{"x-max-priority", []any{1, 2, 5, 10, 255}, []any{0, 256, -1, "5"}},
	{"x-single-active-consumer", []any{true, false}, []any{"true", 1}},
	{"x-dead-letter-exchange", []any{"", "x0", "x1", "x2", "x3", "amq.fanout", "nowhere"}, []any{1, true}},
	{"x-dead-letter-routing-key", []any{"q0", "q1", "q2", "a", "a.b"}, []any{1}},
	{"x-queue-mode", []any{"lazy", "default"}, []any{"busy", 1}},
	{"x-queue-version", []any{1, 2}, []any{3, "1"}},
	{"x-queue-type", []any{"classic"}, []any{"square", 1, ""}},
	{"x-queue-master-locator", []any{"client-local", "min-masters"}, nil},
	{"x-delivery-limit", nil, []any{1}},
	{"x-quorum-initial-group-size", nil, []any{1}},
	{"x-unknown", []any{1, "one"}, nil},
}

var quorumOptions = []option{
	{"x-message-ttl", []any{60000}, []any{-1, "60000"}},
	{"x-expires", []any{60000}, []any{0}},
	{"x-max-length", []any{1, 2, 3}, []any{-1}},
	{"x-max-length-bytes", []any{4, 9, 20}, []any{"1"}},
	{"x-overflow", []any{"drop-head"}, []any{"reject-publish-dlx", 1}}, // reject-publish overshoots in RabbitMQ
	{"x-single-active-consumer", []any{true, false}, []any{"true"}},
	{"x-dead-letter-exchange", []any{"", "x0", "x1", "amq.fanout"}, []any{1}},
	{"x-dead-letter-routing-key", []any{"q0", "q1", "a"}, []any{1}},
	{"x-delivery-limit", []any{0, 1, 2}, []any{-1, "1"}},
	{"x-max-in-memory-length", []any{1}, []any{-1}},
	{"x-quorum-initial-group-size", []any{1}, []any{0, "1"}},
	{"x-max-priority", nil, []any{5}},
	{"x-queue-mode", nil, []any{"lazy"}},
	{"x-dead-letter-strategy", []any{"at-most-once"}, []any{"sometimes"}},
}

var exchangeOptions = []option{
	{"alternate-exchange", []any{"x0", "x1", "x2", "amq.fanout", "nowhere", ""}, []any{1, true}},
	{"x-unknown", []any{1}, nil},
}

var consumerOptions = []option{
	{"x-priority", []any{-1, 0, 1, 5, 10}, []any{"5", 1.5, true}},
	{"x-cancel-on-ha-failover", []any{true, false}, []any{"true", 1}},
	{"x-unknown", []any{1}, nil},
}

// bindingOptions are for headers exchanges; the others look at none, but keep
// them.
var bindingOptions = []option{
	{"x-match", []any{"all", "any", "all-with-x", "any-with-x"}, []any{"some", 1}},
	{"a", []any{1, 2, "1", true}, nil},
	{"b", []any{"x", nil, 1.5}, nil},
	{"x-c", []any{1, "x"}, nil},
}

var headerOptions = []option{
	{"a", []any{1, 2, "1", true}, nil},
	{"b", []any{"x", 1.5, 2}, nil},
	{"x-c", []any{1, "x"}, nil},
	{"CC", []any{[]any{"a"}, []any{"q0", "q1"}, []any{}}, []any{"a", 1, []any{1}}},
	{"BCC", []any{[]any{"b"}, []any{"q2"}, []any{}}, []any{"a", 1, []any{true}}},
	{"x-death", []any{[]any{}}, []any{1, "x"}},
}

var propertyOptions = []option{
	{"expiration", []any{"0", "60000", "1"}, []any{"-1", "x", "", "1.5", " 1", "4294967296"}},
	{"priority", []any{0, 1, 2, 4, 5, 9, 255}, nil},
	{"delivery_mode", []any{1, 2}, []any{0, 3}},
	{"user_id", []any{"guest"}, []any{"other", ""}},
	{"message_id", []any{"m", ""}, nil},
	{"correlation_id", []any{"c"}, nil},
	{"content_type", []any{"text/plain"}, nil},
	{"reply_to", []any{"q0"}, []any{"amq.rabbitmq.reply-to"}},
	{"timestamp", []any{1700000000}, nil},
	{"type", []any{"t"}, nil},
	{"app_id", []any{"app"}, nil},
}

var (
	queueNames    = []string{"q0", "q1", "q2", "q3", "q4"}
	exchangeNames = []string{"x0", "x1", "x2", "x3"}
	exchangeTypes = []string{"direct", "fanout", "topic", "headers"}
	builtIn       = []string{"amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match", ""}
	routingKeys   = []string{"a", "b", "a.b", "a.b.c", "", "q0", "q1"}
	patterns      = []string{"a", "b", "a.b", "#", "*", "a.*", "a.#", "*.b", "#.c", "*.*.c", ""}
)
