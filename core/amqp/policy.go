package amqp

import (
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Policy gives queues and exchanges whose name matches a pattern settings
// that they were not declared with (rabbitmq.com/docs/policies). Of several
// that match the one with the highest priority counts, alone; one with a
// setting that the queue's type has not does not match.
//
// An operator's policy sets limits beside that, and of two the lower counts:
// users can't go around it.
type Policy struct {
	Vhost, Name string
	Pattern     string // a regular expression over names
	ApplyTo     string // "queues", "exchanges" or "all"; empty is all
	Priority    int64
	Definition  wire.Table // settings by the names of policyKeys
	Operator    bool       // it is an operator's, with names of its own
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

// policiesOf are the policies of a virtual host, users' or operators'.
func (vh *vhost) policiesOf(operator bool) map[string]*policy {
	if operator {
		return vh.operators
	}
	return vh.policies
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
	vh.policiesOf(p.Operator)[p.Name] = made
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
		return nil, invalidParameter("pattern should be regular expression but is invalid: ", err.Error())
	case p.ApplyTo != ApplyToAll && p.ApplyTo != ApplyToQueues && p.ApplyTo != ApplyToExchanges:
		return nil, invalidParameter("apply-to '", p.ApplyTo, "' unrecognised; should be 'queues', 'exchanges' or 'all'")
	case len(p.Definition) == 0:
		return nil, invalidParameter("no policy provided")
	}
	if err := checkSettings(p.Definition, p.Operator); err != nil {
		return nil, err
	}
	return &policy{p, match}, nil
}

// The kinds of policies in the log.
const (
	kindPolicy         = "policy"
	kindOperatorPolicy = "operator_policy"
)

// definition is the policy in the log.
func (p *policy) definition() wire.Table {
	kind := kindPolicy
	if p.Operator {
		kind = kindOperatorPolicy
	}
	return wire.Table{
		{Name: "kind", Value: kind}, {Name: "vhost", Value: p.Vhost}, {Name: "name", Value: p.Name},
		{Name: "pattern", Value: p.Pattern}, {Name: "apply_to", Value: p.ApplyTo}, {Name: "priority", Value: p.Priority},
		{Name: "definition", Value: p.Definition},
	}
}

// applyPolicy makes what a definition says.
func (tx *Tx) applyPolicy(vh *vhost, t wire.Table, operator, gone bool) {
	p := Policy{Vhost: vh.name, Operator: operator}
	for name, to := range map[string]*string{"name": &p.Name, "pattern": &p.Pattern, "apply_to": &p.ApplyTo} {
		v, _ := t.Get(name)
		*to, _ = v.(string)
	}
	v, _ := t.Get("priority")
	p.Priority, _ = wire.Integer(v)
	v, _ = t.Get("definition")
	p.Definition, _ = v.(wire.Table)
	if made, err := newPolicy(p); gone {
		delete(vh.policiesOf(operator), p.Name)
	} else if err == nil { // it was accepted once: a later version may have grown stricter
		vh.policiesOf(operator)[p.Name] = made
	}
	tx.governAll(vh)
}

// DeletePolicy removes a policy, a user's or an operator's; false: there is
// none of that name.
func (tx *Tx) DeletePolicy(vhost, name string, operator bool) bool {
	vh := tx.db.vhosts[vhost]
	if vh == nil || vh.policiesOf(operator)[name] == nil {
		return false
	}
	p := vh.policiesOf(operator)[name]
	delete(vh.policiesOf(operator), name)
	tx.logPolicy(p, false)
	tx.governAll(vh)
	return true
}

// Policies lists those of a virtual host, users' or operators', by name.
func (tx *Tx) Policies(vhost string, operator bool) []Policy {
	list := []Policy{}
	if vh := tx.db.vhosts[vhost]; vh != nil {
		for _, p := range ordered(vh.policiesOf(operator)) {
			list = append(list, p.Policy)
		}
	}
	return list
}
