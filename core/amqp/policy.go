package amqp

import (
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Policy gives queues and exchanges whose name matches a pattern settings
// that they were not declared with (rabbitmq.com/docs/policies). Of several
// that match the one with the highest priority counts, alone.
type Policy struct {
	Vhost, Name string
	Pattern     string // a regular expression over names
	ApplyTo     string // "queues", "exchanges" or "all"; empty is all
	Priority    int64
	Definition  wire.Table // settings by the names of policyKeys
}

// The values of Policy.ApplyTo.
const (
	ApplyToAll       = "all"
	ApplyToQueues    = "queues"
	ApplyToExchanges = "exchanges"
)

type policy struct {
	Policy
	match matcher
}

// policyKey is one setting that a policy may have.
type policyKey struct {
	name  string
	what  string // it is, for the refusal of a value that is none
	check func(v any) bool
}

// policyKeys are the settings we know. RabbitMQ has more, about mirrors
// and clusters: a policy with one of them is refused, since it would
// promise what nobody does.
var policyKeys = []policyKey{
	{"message-ttl", "message TTL", isNatural},
	{"expires", "queue expiry", isPositive},
	{"max-length", "maximum length", isNatural},
	{"max-length-bytes", "maximum length in bytes", isNatural},
	{"overflow", "overflow mode", isOverflow},
	{"dead-letter-exchange", "dead letter exchange name", isText},
	{"dead-letter-routing-key", "dead letter routing key", isText},
	{"alternate-exchange", "alternate exchange name", isText},
	{"delivery-limit", "delivery limit", isNatural},
	{"queue-mode", "queue mode", isText},
	{"max-age", "max age", isAge},
	{"stream-max-segment-size-bytes", "segment size", isStreamSegment},
}

func isText(v any) bool     { _, ok := v.(string); return ok }
func isNatural(v any) bool  { n, ok := wire.Integer(v); return ok && n >= 0 }
func isPositive(v any) bool { n, ok := wire.Integer(v); return ok && n > 0 }
func isOverflow(v any) bool { return overflowOf(v) >= 0 }

// overflowOf is the mode of that name, -1 where there is none.
func overflowOf(v any) int {
	name, _ := v.(string)
	return slices.Index([]string{"drop-head", "reject-publish", "reject-publish-dlx"}, name)
}

// SetPolicy makes or changes a policy, and applies it: 404 without the
// virtual host, 406 in RabbitMQ's words where something is wrong with it.
func (tx *Tx) SetPolicy(p Policy) error {
	vh := tx.db.vhosts[p.Vhost]
	if vh == nil {
		return noVhost(p.Vhost)
	}
	made, err := newPolicy(p)
	if err != nil {
		return err
	}
	vh.policies[p.Name] = made
	tx.logPolicy(made, true)
	tx.governAll(vh)
	return nil
}

// newPolicy checks a policy.
func newPolicy(p Policy) (*policy, error) {
	if p.ApplyTo == "" {
		p.ApplyTo = ApplyToAll
	}
	match, err := compilePattern(p.Pattern)
	switch {
	case err != nil:
		return nil, invalidPolicy("pattern should be regular expression but is invalid: ", err.Error())
	case p.ApplyTo != ApplyToAll && p.ApplyTo != ApplyToQueues && p.ApplyTo != ApplyToExchanges:
		return nil, invalidPolicy("apply-to '", p.ApplyTo, "' unrecognised; should be 'queues', 'exchanges' or 'all'")
	case len(p.Definition) == 0:
		return nil, invalidPolicy("no policy provided")
	}
	for _, f := range p.Definition {
		if err := checkPolicyKey(f); err != nil {
			return nil, err
		}
	}
	if p.has("dead-letter-routing-key") && !p.has("dead-letter-exchange") {
		return nil, invalidPolicy("dead-letter-routing-key needs a dead-letter-exchange")
	}
	return &policy{p, match}, nil
}

func checkPolicyKey(f wire.Field) error {
	for _, k := range policyKeys {
		if k.name != f.Name {
			continue
		}
		if !k.check(f.Value) {
			return invalidPolicy(show(f.Value), " is not a valid ", k.what)
		}
		return nil
	}
	return invalidPolicy("[{", show(f.Name), ",", show(f.Value), "}] are not recognised policy settings")
}

func invalidPolicy(parts ...string) *Error {
	return Refuse(wire.PreconditionFailed, "Validation failed\n\n", strings.Join(parts, ""), "\n")
}

func (p *Policy) has(name string) bool { _, ok := p.Definition.Get(name); return ok }

// definition is the policy in the log.
func (p *policy) definition() wire.Table {
	return wire.Table{
		{Name: "kind", Value: "policy"}, {Name: "vhost", Value: p.Vhost}, {Name: "name", Value: p.Name},
		{Name: "pattern", Value: p.Pattern}, {Name: "apply_to", Value: p.ApplyTo}, {Name: "priority", Value: p.Priority},
		{Name: "definition", Value: p.Definition},
	}
}

// applyPolicy makes what a definition says.
func (tx *Tx) applyPolicy(vh *vhost, t wire.Table, gone bool) {
	p := Policy{Vhost: vh.name}
	for name, to := range map[string]*string{"name": &p.Name, "pattern": &p.Pattern, "apply_to": &p.ApplyTo} {
		v, _ := t.Get(name)
		*to, _ = v.(string)
	}
	v, _ := t.Get("priority")
	p.Priority, _ = wire.Integer(v)
	v, _ = t.Get("definition")
	p.Definition, _ = v.(wire.Table)
	if made, err := newPolicy(p); gone {
		delete(vh.policies, p.Name)
	} else if err == nil { // it was accepted once: a later version may have grown stricter
		vh.policies[p.Name] = made
	}
	tx.governAll(vh)
}

// DeletePolicy removes a policy; false: there is none of that name.
func (tx *Tx) DeletePolicy(vhost, name string) bool {
	vh := tx.db.vhosts[vhost]
	if vh == nil || vh.policies[name] == nil {
		return false
	}
	p := vh.policies[name]
	delete(vh.policies, name)
	tx.logPolicy(p, false)
	tx.governAll(vh)
	return true
}

// Policies lists those of a virtual host, by name.
func (tx *Tx) Policies(vhost string) []Policy {
	list := []Policy{}
	if vh := tx.db.vhosts[vhost]; vh != nil {
		for _, p := range ordered(vh.policies) {
			list = append(list, p.Policy)
		}
	}
	return list
}

// policyFor is the one that counts for a name. Of two with the same priority
// it is the first by name, where RabbitMQ takes any.
func (vh *vhost) policyFor(name, kind string) *policy {
	var best *policy
	for _, p := range ordered(vh.policies) {
		if (p.ApplyTo == ApplyToAll || p.ApplyTo == kind) && p.match.MatchString(name) &&
			(best == nil || p.Priority > best.Priority) {
			best = p
		}
	}
	return best
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
	x.policy = x.vhost.policyFor(x.name, ApplyToExchanges)
	v, own := x.args.Get("alternate-exchange")
	if !own && x.policy != nil {
		v, _ = x.policy.Definition.Get("alternate-exchange")
	}
	x.alternate, _ = v.(string)
}

// govern makes a queue's settings from its arguments and its policy
// (rabbit_amqqueue_process:process_args_policy). Messages that wait keep
// their time to live; a length limit counts at once.
func (tx *Tx) govern(q *queue) {
	q.policy = q.vhost.policyFor(q.name, ApplyToQueues)
	q.set = q.declared
	if q.policy != nil {
		for _, f := range q.policy.Definition {
			q.obey(f.Name, f.Value)
		}
	}
	if q.set.expires > 0 {
		tx.use(q)
	}
	tx.overflow(q)
}

// obey takes one setting of a policy: of two numbers the lower counts, of two
// other values the queue's own.
func (q *queue) obey(name string, v any) {
	if q.stream != nil {
		q.obeyStream(name, v)
		return
	}
	s := &q.set
	n, _ := wire.Integer(v)
	t, _ := v.(string)
	_, own := q.args.Get("x-" + name)
	switch name {
	case "message-ttl":
		s.ttl = lower(s.ttl, n)
	case "max-length":
		s.maxLength = lower(s.maxLength, n)
	case "max-length-bytes":
		s.maxBytes = lower(s.maxBytes, n)
	case "expires":
		if s.expires == 0 || n < s.expires {
			s.expires = n
		}
	case "delivery-limit":
		if s.kind == "quorum" {
			s.deliveryLimit = lower(s.deliveryLimit, n)
		}
	case "overflow":
		if !own {
			s.overflow = overflow(overflowOf(v))
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
