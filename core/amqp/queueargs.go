package amqp

import (
	"slices"

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
	maxAge        int64 // of a stream's messages in milliseconds, 0 none
	segmentSize   int64 // of a stream in bytes
}

type overflow uint8

// What happens to messages over x-max-length (x-overflow).
const (
	dropHead overflow = iota
	rejectPublish
	rejectPublishDLX
)

// queueKind is what a type of queue allows (Type:capabilities() of RabbitMQ's
// modules).
type queueKind struct {
	module string // as refusals name it
	// arguments that it takes, in the order in which a second declaration is
	// compared.
	arguments []string
	consumer  []string // arguments of its consumers
}

var queueKinds = map[string]queueKind{
	"classic": {"rabbit_classic_queue", []string{
		"x-expires", "x-message-ttl", "x-dead-letter-exchange", "x-dead-letter-routing-key", "x-max-length",
		"x-max-length-bytes", "x-max-priority", "x-overflow", "x-queue-mode", "x-queue-version",
		"x-single-active-consumer", "x-queue-type", "x-queue-master-locator",
	}, []string{"x-cancel-on-ha-failover", "x-priority", "x-credit"}},
	"quorum": {"rabbit_quorum_queue", []string{
		"x-dead-letter-exchange", "x-dead-letter-routing-key", "x-dead-letter-strategy", "x-expires", "x-max-length",
		"x-max-length-bytes", "x-max-in-memory-length", "x-max-in-memory-bytes", "x-overflow",
		"x-single-active-consumer", "x-queue-type", "x-quorum-initial-group-size", "x-delivery-limit",
		"x-message-ttl", "x-queue-leader-locator",
	}, []string{"x-priority", "x-credit"}},
	"stream": {"rabbit_stream_queue", []string{
		"x-max-length-bytes", "x-queue-type", "x-max-age", "x-stream-max-segment-size-bytes",
		"x-initial-cluster-size", "x-queue-leader-locator",
	}, []string{"x-stream-offset", "x-credit"}},
}

// foreignArg gives the first argument that some other type of queue takes,
// and this one does not.
func foreignArg(kind string, given wire.Table, list func(queueKind) []string) (name string, found bool) {
	for _, f := range given {
		known := false
		for _, k := range queueKinds {
			known = known || slices.Contains(list(k), f.Name)
		}
		if known && !slices.Contains(list(queueKinds[kind]), f.Name) {
			return f.Name, true
		}
	}
	return "", false
}

// parseQueueArgs checks the arguments of a declaration: the type first, then
// the values of those that the type takes, then the names of others, then
// what the type makes of the flags (rabbit_amqqueue:check_declare_arguments).
func parseQueueArgs(vh *vhost, d QueueDeclare) (queueSettings, error) {
	s := queueSettings{kind: "classic", ttl: -1, maxLength: -1, maxBytes: -1, deliveryLimit: -1, segmentSize: defaultStreamSegment}
	what := "queue '" + d.Name + "' in vhost '" + vh.name + "'"
	read := func(a queueArg) error {
		v, ok := d.Arguments.Get(a.name)
		if !ok {
			return nil
		}
		if problem := a.parse(&s, v, d.Arguments); problem != "" {
			return Refuse(wire.PreconditionFailed, "invalid arg '", a.name, "' for ", what, ": ", problem)
		}
		return nil
	}
	if err := read(queueArg{"x-queue-type", parseQueueType}); err != nil {
		return s, err
	}
	for _, a := range queueArgs {
		if !slices.Contains(queueKinds[s.kind].arguments, a.name) {
			continue
		}
		if err := read(a); err != nil {
			return s, err
		}
	}
	if name, found := foreignArg(s.kind, d.Arguments, func(k queueKind) []string { return k.arguments }); found {
		return s, Refuse(wire.PreconditionFailed, "invalid arg '", name, "' for ", what, " of queue type ", queueKinds[s.kind].module)
	}
	return s, s.checkFlags(d, what)
}

// checkFlags holds a queue type against the flags it allows.
func (s *queueSettings) checkFlags(d QueueDeclare, what string) error {
	switch {
	case s.kind == "classic":
		return nil
	case d.AutoDelete:
		return Refuse(wire.PreconditionFailed, "invalid property 'auto-delete' for ", what)
	case d.Exclusive:
		return Refuse(wire.PreconditionFailed, "invalid property 'exclusive-owner' for ", what)
	case !d.Durable:
		return Refuse(wire.PreconditionFailed, "invalid property 'non-durable' for ", what)
	case s.segmentSize > maxStreamSegment:
		return Refuse(wire.PreconditionFailed, "Exceeded max value for x-stream-max-segment-size-bytes")
	}
	return nil
}
