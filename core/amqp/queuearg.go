package amqp

import "github.com/twelvefold/twelvefold/core/amqp/wire"

// queueArg is one argument that queue.declare understands.
type queueArg struct {
	name string
	// parse stores the value in s and tells what is wrong with it, in
	// RabbitMQ's words (the check_..._arg functions of rabbit_amqqueue). all
	// are all arguments.
	parse func(s *queueSettings, v any, all wire.Table) (problem string)
}

// queueArgs are checked in this order (rabbit_amqqueue:declare_args).
var queueArgs = []queueArg{
	{"x-expires", parseExpires},
	{"x-message-ttl", duration(func(s *queueSettings, n int64) { s.ttl = n })},
	{"x-dead-letter-exchange", text(func(s *queueSettings, t string) { s.deadExchange, s.hasDead = t, true })},
	{"x-dead-letter-routing-key", parseDeadKey},
	{"x-dead-letter-strategy", oneOf("invalid_dlx_strategy", nil, "at-most-once", "at-least-once")},
	{"x-max-length", natural(func(s *queueSettings, n int64) { s.maxLength = n })},
	{"x-max-length-bytes", natural(func(s *queueSettings, n int64) { s.maxBytes = n })},
	{"x-max-in-memory-length", natural(nil)},
	{"x-max-in-memory-bytes", natural(nil)},
	{"x-max-priority", parseMaxPriority},
	{"x-overflow", oneOf("invalid_overflow", func(s *queueSettings, i int) { s.overflow = overflow(i) },
		overflowNames...)},
	{"x-queue-mode", parseQueueMode},
	{"x-queue-version", parseQueueVersion},
	{"x-single-active-consumer", flag(func(s *queueSettings, b bool) { s.singleActive = b })},
	{"x-quorum-initial-group-size", positive},
	{"x-max-age", parseMaxAge},
	{"x-stream-max-segment-size-bytes", parseStreamSegment},
	{"x-initial-cluster-size", positive},
	{"x-queue-leader-locator", oneOf("invalid_queue_locator_arg", nil, "client-local", "balanced", "random", "least-leaders")},
	{"x-delivery-limit", parseDeliveryLimit},
}

// maxDuration is what RabbitMQ takes for a time in milliseconds: ten years
// (rabbit_misc:check_expiry).
const maxDuration = 315_360_000_000

// badDuration is what is wrong with a time in milliseconds; "" is nothing.
func badDuration(n int64) string {
	switch {
	case n < 0:
		return "{value_negative," + itoa(n) + "}"
	case n > maxDuration:
		return "{value_too_large," + itoa(n) + "}"
	}
	return ""
}

// noInteger is how RabbitMQ refuses a value that is no integer: it formats
// the sentence, and prints it as the string it has become.
func noInteger(v any) string { return `"expected integer, got ` + typeName(v) + `"` }

func badType(v any) string { return "{unacceptable_type," + typeName(v) + "}" }

func parseExpires(s *queueSettings, v any, _ wire.Table) string {
	n, ok := wire.Integer(v)
	if !ok {
		return noInteger(v)
	}
	if n == 0 {
		return "{value_zero,0}"
	}
	s.expires = n
	return badDuration(n)
}

func duration(set func(*queueSettings, int64)) func(*queueSettings, any, wire.Table) string {
	return func(s *queueSettings, v any, _ wire.Table) string {
		n, ok := wire.Integer(v)
		if !ok {
			return noInteger(v)
		}
		set(s, n)
		return badDuration(n)
	}
}

func natural(set func(*queueSettings, int64)) func(*queueSettings, any, wire.Table) string {
	return func(s *queueSettings, v any, _ wire.Table) string {
		n, ok := wire.Integer(v)
		switch {
		case !ok:
			return noInteger(v)
		case n < 0:
			return "{value_negative," + itoa(n) + "}"
		case set != nil:
			set(s, n)
		}
		return ""
	}
}

func positive(s *queueSettings, v any, all wire.Table) string {
	if problem := natural(nil)(s, v, all); problem != "" {
		return problem
	}
	if n, _ := wire.Integer(v); n == 0 {
		return "{value_zero,0}"
	}
	return ""
}

func text(set func(*queueSettings, string)) func(*queueSettings, any, wire.Table) string {
	return func(s *queueSettings, v any, _ wire.Table) string {
		t, ok := v.(string)
		if !ok {
			return badType(v)
		}
		set(s, t)
		return ""
	}
}

// oneOf takes a word of a list, and tells its index.
func oneOf(problem string, set func(*queueSettings, int), words ...string) func(*queueSettings, any, wire.Table) string {
	return func(s *queueSettings, v any, _ wire.Table) string {
		t, ok := v.(string)
		if !ok {
			return badType(v)
		}
		for i, w := range words {
			if w == t {
				if set != nil {
					set(s, i)
				}
				return ""
			}
		}
		return problem
	}
}

func flag(set func(*queueSettings, bool)) func(*queueSettings, any, wire.Table) string {
	return func(s *queueSettings, v any, _ wire.Table) string {
		b, ok := v.(bool)
		if !ok {
			return badType(v)
		}
		set(s, b)
		return ""
	}
}

func parseDeadKey(s *queueSettings, v any, all wire.Table) string {
	key, ok := v.(string)
	if !ok {
		return badType(v)
	}
	if _, has := all.Get("x-dead-letter-exchange"); !has {
		return "routing_key_but_no_dlx_defined"
	}
	s.deadKey, s.hasDeadKey = key, true
	return ""
}

func parseQueueType(s *queueSettings, v any, _ wire.Table) string {
	t, ok := v.(string)
	if !ok {
		return badType(v)
	}
	if _, known := queueKinds[t]; !known {
		return `"unsupported queue type '` + t + `'"`
	}
	s.kind = t
	return ""
}

// parseQueueMode keeps nothing: every queue pages to disk, and lazy asks for
// no more than that.
func parseQueueMode(_ *queueSettings, v any, _ wire.Table) string {
	t, ok := v.(string)
	if !ok {
		return badType(v)
	}
	if t != "default" && t != "lazy" {
		return `"unsupported queue mode '` + t + `'"`
	}
	return ""
}

func parseQueueVersion(s *queueSettings, v any, all wire.Table) string {
	if problem := natural(nil)(s, v, all); problem != "" {
		return problem
	}
	if n, _ := wire.Integer(v); n != 1 && n != 2 {
		return `"unsupported queue version '` + itoa(n) + `'"`
	}
	return ""
}

func parseMaxPriority(s *queueSettings, v any, all wire.Table) string {
	if problem := natural(nil)(s, v, all); problem != "" {
		return problem
	}
	n, _ := wire.Integer(v)
	if n > 255 {
		return "{max_value_exceeded," + itoa(n) + "}"
	}
	s.maxPriority = uint8(n)
	return ""
}

// parseDeliveryLimit takes what RabbitMQ takes, which is everything; only a
// number is heeded.
func parseDeliveryLimit(s *queueSettings, v any, _ wire.Table) string {
	if n, ok := wire.Integer(v); ok {
		s.deliveryLimit = n
	}
	return ""
}
