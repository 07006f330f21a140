package amqp

import (
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// queueSettings are a queue's arguments, understood. -1 is "not given" where 0
// means something.
type queueSettings struct {
	kind          string // "classic", "quorum" or "stream"
	ttl           int64  // x-message-ttl in milliseconds, or -1
	expires       int64  // x-expires in milliseconds, 0 none
	maxLength     int64  // or -1
	maxBytes      int64  // or -1
	overflow      overflow
	maxPriority   uint8
	singleActive  bool
	deliveryLimit int64 // or -1
	deadExchange  string
	hasDead       bool
	deadKey       string
	hasDeadKey    bool
}

type overflow uint8

// What happens to messages over x-max-length (x-overflow).
const (
	dropHead overflow = iota
	rejectPublish
	rejectPublishDLX
)

// queueArg is one argument that queue.declare understands.
type queueArg struct {
	name string
	// parse stores the value in s and tells what is wrong with it, in
	// RabbitMQ's words (rabbit_amqqueue:check_arguments).
	parse func(s *queueSettings, v any) (problem string)
	// kinds are the queue types that take it; empty is all.
	kinds []string
}

var queueArgs = []queueArg{
	{name: "x-queue-type", parse: parseQueueType},
	{name: "x-expires", parse: positive(func(s *queueSettings, n int64) { s.expires = n })},
	{name: "x-message-ttl", parse: natural(func(s *queueSettings, n int64) { s.ttl = n })},
	{name: "x-dead-letter-exchange", parse: text(func(s *queueSettings, t string) { s.deadExchange, s.hasDead = t, true })},
	{name: "x-dead-letter-routing-key", parse: parseDeadKey},
	{name: "x-max-length", parse: natural(func(s *queueSettings, n int64) { s.maxLength = n })},
	{name: "x-max-length-bytes", parse: natural(func(s *queueSettings, n int64) { s.maxBytes = n })},
	{name: "x-overflow", parse: parseOverflow},
	{name: "x-max-priority", parse: parseMaxPriority, kinds: []string{"classic"}},
	{name: "x-queue-mode", parse: parseQueueMode, kinds: []string{"classic"}},
	{name: "x-single-active-consumer", parse: flag(func(s *queueSettings, b bool) { s.singleActive = b })},
	{name: "x-delivery-limit", parse: natural(func(s *queueSettings, n int64) { s.deliveryLimit = n }), kinds: []string{"quorum"}},
}

// parseQueueArgs checks the arguments of a declaration.
func parseQueueArgs(vh *vhost, d QueueDeclare) (queueSettings, error) {
	s := queueSettings{kind: "classic", ttl: -1, maxLength: -1, maxBytes: -1, deliveryLimit: -1}
	what := " for queue '" + d.Name + "' in vhost '" + vh.name + "'"
	for _, a := range queueArgs {
		v, ok := d.Arguments.Get(a.name)
		if !ok {
			continue
		}
		if problem := a.parse(&s, v); problem != "" {
			return s, Refuse(wire.PreconditionFailed, "invalid arg '", a.name, "'", what, ": ", problem)
		}
	}
	if s.hasDeadKey && !s.hasDead {
		return s, Refuse(wire.PreconditionFailed, "invalid arg 'x-dead-letter-routing-key'", what, ": routing_key_but_no_dlx_defined")
	}
	return s, s.checkKind(d, what)
}

// checkKind holds a queue type against the flags and arguments it allows.
func (s *queueSettings) checkKind(d QueueDeclare, what string) error {
	switch s.kind {
	case "stream":
		return Refuse(wire.NotImplemented, "queue type 'stream' is not implemented")
	case "quorum":
		switch {
		case !d.Durable:
			return Refuse(wire.PreconditionFailed, "invalid property 'non-durable'", what)
		case d.Exclusive:
			return Refuse(wire.PreconditionFailed, "invalid property 'exclusive-owner'", what)
		case d.AutoDelete:
			return Refuse(wire.PreconditionFailed, "invalid property 'auto-delete'", what)
		}
	}
	return nil
}

// equivalent is the check of a second declaration.
func (q *queue) equivalent(c *Conn, d QueueDeclare) error {
	what := q.describe()
	if q.durable != d.Durable {
		return inequivalentFlag("durable", what, d.Durable)
	}
	if q.autoDelete != d.AutoDelete {
		return inequivalentFlag("auto_delete", what, d.AutoDelete)
	}
	if (q.owner != nil && q.owner != c) || q.exclusive != d.Exclusive {
		return locked(q)
	}
	names := make([]string, len(queueArgs))
	for i, a := range queueArgs {
		names[i] = a.name
	}
	return equivalentArgs(what, q.args, d.Arguments, names)
}

func positive(set func(*queueSettings, int64)) func(*queueSettings, any) string {
	return number(1, "{value_zero,0}", set)
}

func natural(set func(*queueSettings, int64)) func(*queueSettings, any) string {
	return number(0, "", set)
}

func number(least int64, tooSmall string, set func(*queueSettings, int64)) func(*queueSettings, any) string {
	return func(s *queueSettings, v any) string {
		n, ok := asInt(v)
		switch {
		case !ok:
			return typeError(v)
		case n < 0:
			return "{value_negative," + itoa(n) + "}"
		case n < least:
			return tooSmall
		}
		set(s, n)
		return ""
	}
}

func text(set func(*queueSettings, string)) func(*queueSettings, any) string {
	return func(s *queueSettings, v any) string {
		t, ok := v.(string)
		if !ok {
			return typeError(v)
		}
		set(s, t)
		return ""
	}
}

// parseDeadKey also refuses what no frame could carry as a routing key:
// RabbitMQ takes it, and fails on the message.
func parseDeadKey(s *queueSettings, v any) string {
	t, ok := v.(string)
	switch {
	case !ok:
		return typeError(v)
	case len(t) > maxName:
		return "{value_too_long," + itoa(int64(len(t))) + "}"
	}
	s.deadKey, s.hasDeadKey = t, true
	return ""
}

func flag(set func(*queueSettings, bool)) func(*queueSettings, any) string {
	return func(s *queueSettings, v any) string {
		b, ok := v.(bool)
		if !ok {
			return typeError(v)
		}
		set(s, b)
		return ""
	}
}

func parseQueueType(s *queueSettings, v any) string {
	t, ok := v.(string)
	switch {
	case !ok:
		return typeError(v)
	case t != "classic" && t != "quorum" && t != "stream":
		return "{unsupported_queue_type," + show(t) + "}"
	}
	s.kind = t
	return ""
}

func parseOverflow(s *queueSettings, v any) string {
	t, ok := v.(string)
	if !ok {
		return typeError(v)
	}
	switch t {
	case "drop-head":
		s.overflow = dropHead
	case "reject-publish":
		s.overflow = rejectPublish
	case "reject-publish-dlx":
		s.overflow = rejectPublishDLX
	default:
		return "invalid_overflow"
	}
	return ""
}

func parseQueueMode(_ *queueSettings, v any) string {
	switch t, ok := v.(string); {
	case !ok:
		return typeError(v)
	case t != "default" && t != "lazy":
		return "invalid_queue_mode"
	}
	return "" // every queue pages to disk: lazy asks for no more than that
}

func parseMaxPriority(s *queueSettings, v any) string {
	n, ok := asInt(v)
	switch {
	case !ok:
		return typeError(v)
	case n < 0:
		return "{value_negative," + itoa(n) + "}"
	case n > 255:
		return "{max_value_exceeded," + itoa(n) + "}"
	}
	s.maxPriority = uint8(n)
	return ""
}
