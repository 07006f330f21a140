package amqp

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// rule is what policies say of one queue or exchange: the user's policy and
// the operator's that count for it, nil where there is none.
type rule struct{ policy, operator *policy }

// ruleFor finds the policies that count for a name. kind is ApplyToExchanges,
// or ApplyToQueues with the queue's type.
func (vh *vhost) ruleFor(name, kind, queueType string) rule {
	best := func(list map[string]*policy) (best *policy) {
		for _, p := range ordered(list) { // of two of one priority the first by name, where RabbitMQ takes any
			if p.covers(name, kind, queueType) && (best == nil || p.Priority > best.Priority) {
				best = p
			}
		}
		return best
	}
	return rule{best(vh.policies), best(vh.operators)}
}

func (p *policy) covers(name, kind, queueType string) bool {
	foreign := func(f wire.Field) bool { return slices.Contains(foreignSettings[queueType], f.Name) }
	return (p.ApplyTo == ApplyToAll || p.ApplyTo == kind) && p.match.MatchString(name) &&
		!slices.ContainsFunc(p.Definition, foreign)
}

// settings are those of both policies together: of what both set the lower
// value counts (rabbit_policy:merge_operator_definitions).
func (r rule) settings() wire.Table {
	switch {
	case r.policy == nil && r.operator == nil:
		return nil
	case r.operator == nil:
		return r.policy.Definition
	case r.policy == nil:
		return r.operator.Definition
	}
	merged := slices.Clone(r.policy.Definition)
	for _, f := range r.operator.Definition {
		n, _ := wire.Integer(f.Value) // only numbers may be an operator's
		if have, both := merged.Get(f.Name); both {
			m, _ := wire.Integer(have)
			n = min(n, m)
		}
		merged.Set(f.Name, n)
	}
	return sortedTable(merged)
}

// governAll applies the policies of a virtual host to all that is in it.
func (tx *Tx) governAll(vh *vhost) {
	for _, x := range ordered(vh.exchanges) {
		x.govern()
	}
	for _, q := range ordered(vh.queues) {
		tx.govern(q)
	}
}

// govern applies a policy to an exchange; its own argument comes first.
func (x *exchange) govern() {
	x.rule = x.vhost.ruleFor(x.name, ApplyToExchanges, "")
	v, own := x.args.Get("alternate-exchange")
	if !own {
		v, _ = x.rule.settings().Get("alternate-exchange")
	}
	x.alternate, _ = v.(string)
}

// govern makes a queue's settings from its arguments and its policies
// (rabbit_amqqueue_process:process_args_policy). Messages that wait keep
// their time to live; a length limit counts at once.
func (tx *Tx) govern(q *queue) {
	q.rule = q.vhost.ruleFor(q.name, ApplyToQueues, q.declared.kind)
	q.set = q.declared
	for _, f := range q.rule.settings() {
		q.obey(f.Name, f.Value)
	}
	if q.set.expires > 0 {
		tx.use(q)
	}
	tx.overflow(q)
}

// obey takes one setting of a policy: of two numbers the lower counts, of two
// other values the queue's own, but for a quorum queue's overflow and expiry,
// where the policy's does (rabbit_quorum_queue:ra_machine_config).
func (q *queue) obey(name string, v any) {
	if q.stream != nil {
		q.obeyStream(name, v)
		return
	}
	s := &q.set
	n, _ := wire.Integer(v)
	t, _ := v.(string)
	_, own := q.args.Get("x-" + name)
	quorum := s.kind == "quorum"
	switch name {
	case "message-ttl":
		s.ttl = lower(s.ttl, n)
	case "max-length":
		s.maxLength = lower(s.maxLength, n)
	case "max-length-bytes":
		s.maxBytes = lower(s.maxBytes, n)
	case "expires":
		if s.expires == 0 || n < s.expires || quorum {
			s.expires = n
		}
	case "delivery-limit":
		s.deliveryLimit = lower(s.deliveryLimit, n)
	case "overflow":
		if !own || quorum {
			s.overflow = overflow(slices.Index(overflowNames, t))
		}
	case "dead-letter-exchange":
		if !own {
			s.deadExchange, s.hasDead = t, true
		}
	case "dead-letter-routing-key":
		if !own {
			s.deadKey, s.hasDeadKey = t, true
		}
	}
}

// lower is the lower of two limits, of which -1 is none.
func lower(a, b int64) int64 {
	if a < 0 || b < a {
		return b
	}
	return a
}
