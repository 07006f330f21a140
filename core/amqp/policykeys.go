package amqp

import (
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// policyKey is one setting that a policy may have.
type policyKey struct {
	name     string
	check    func(v any) bool
	problem  string // what a value that check refuses is, behind it
	operator bool   // an operator's policy may have it, too: of two values the lower counts
}

// policyKeys are the settings that RabbitMQ 3.10 knows without plug-ins
// (rabbit_policies, rabbit_queue_location_validator); those about mirrors are
// checked by checkMirrors. What is about clusters, or about where RabbitMQ
// keeps messages, is kept and does nothing.
var policyKeys = []policyKey{
	{"alternate-exchange", isText, " is not a valid alternate exchange name", false},
	{"dead-letter-exchange", isText, " is not a valid dead letter exchange name", false},
	{"dead-letter-routing-key", isText, " is not a valid dead letter routing key", false},
	{"dead-letter-strategy", isOneOf("at-most-once", "at-least-once"), " is not a valid dead letter strategy", false},
	{"delivery-limit", isNatural, " is not a valid delivery limit", true},
	{"expires", isPositive, " is not a valid queue expiry", true},
	{"initial-cluster-size", isNatural, " is not a valid cluster size", false},
	{"max-age", isAge, " is not a valid max age", false},
	{"max-in-memory-bytes", isNatural, " is not a valid maximum memory in bytes", true},
	{"max-in-memory-length", isNatural, " is not a valid maximum memory in bytes", true},
	{"max-length", isNatural, " is not a valid maximum length", true},
	{"max-length-bytes", isNatural, " is not a valid maximum length in bytes", true},
	{"message-ttl", isNatural, " is not a valid message TTL", true},
	{"overflow", isOneOf(overflowNames...), " is not a valid overflow value", false},
	{"queue-leader-locator", isOneOf("client-local", "balanced", "random", "least-leaders"), " is not a valid queue leader locator value", false},
	{"queue-master-locator", isOneOf("min-masters", "client-local", "random"), " invalid queue-master-locator value", false},
	{"queue-mode", isOneOf("default", "lazy"), " is not a valid queue-mode value", false},
	{"queue-version", isQueueVersion, " is not a valid queue-version value", false},
	{"stream-max-segment-size-bytes", isStreamSegment, " is not a valid segment size", false},
}

// foreignSettings are those that a type of queue does not have: a policy with
// one of them does not apply to it at all (rabbit_amqqueue:
// is_policy_applicable, and unsupported_policies of the types).
var foreignSettings = map[string][]string{
	"classic": {"max-age", "stream-max-segment-size-bytes", "queue-leader-locator", "initial-cluster-size", "delivery-limit",
		"dead-letter-strategy"},
	"quorum": {"queue-mode", "ha-mode", "ha-params", "ha-sync-mode", "ha-promote-on-shutdown", "ha-promote-on-failure",
		"queue-master-locator", "max-age", "stream-max-segment-size-bytes", "initial-cluster-size"},
	"stream": {"expires", "message-ttl", "dead-letter-exchange", "dead-letter-routing-key", "max-length", "max-in-memory-length",
		"max-in-memory-bytes", "overflow", "queue-mode", "delivery-limit", "ha-mode", "ha-params", "ha-sync-mode",
		"ha-promote-on-shutdown", "ha-promote-on-failure", "queue-master-locator", "dead-letter-strategy"},
}

func isText(v any) bool     { _, ok := v.(string); return ok }
func isNatural(v any) bool  { n, ok := wire.Integer(v); return ok && n >= 0 }
func isPositive(v any) bool { n, ok := wire.Integer(v); return ok && n > 0 }

func isQueueVersion(v any) bool { n, ok := wire.Integer(v); return ok && (n == 1 || n == 2) }

func isOneOf(words ...string) func(any) bool {
	return func(v any) bool {
		text, ok := v.(string)
		return ok && slices.Contains(words, text)
	}
}

// overflowNames are the values of x-overflow, by overflow.
var overflowNames = []string{"drop-head", "reject-publish", "reject-publish-dlx"}

// checkSettings tells what is wrong with a policy's definition: first the
// values of what is known, then the names of what is not.
func checkSettings(definition wire.Table, operator bool) error {
	var unknown []string
	for _, f := range sortedTable(definition) {
		i := slices.IndexFunc(policyKeys, func(k policyKey) bool { return k.name == f.Name })
		switch {
		case !operator && slices.Contains(mirrorKeys, f.Name):
		case i < 0 || operator && !policyKeys[i].operator:
			unknown = append(unknown, setting(f))
		case !policyKeys[i].check(f.Value):
			return invalidParameter(term(f.Value), policyKeys[i].problem)
		}
	}
	if problem := checkMirrors(definition); problem != "" && !operator {
		return invalidParameter(problem)
	}
	if unknown != nil {
		return invalidParameter("[", strings.Join(unknown, ","), "] are not recognised policy settings")
	}
	return nil
}

// mirrorKeys are about mirrors of classic queues on other nodes.
var mirrorKeys = []string{
	"ha-mode", "ha-params", "ha-promote-on-failure", "ha-promote-on-shutdown", "ha-sync-batch-size", "ha-sync-mode",
}

// checkMirrors tells what is wrong with them (rabbit_mirror_queue_misc:
// validate_policy). Right ones do nothing, as on a RabbitMQ of one node.
func checkMirrors(definition wire.Table) string {
	mode, has := definition.Get("ha-mode")
	if !has {
		if slices.ContainsFunc(definition, func(f wire.Field) bool { return slices.Contains(mirrorKeys, f.Name) }) {
			return "ha-mode must be specified to specify ha-params, ha-sync-mode or ha-promote-on-shutdown"
		}
		return ""
	}
	params, hasParams := definition.Get("ha-params")
	if problem := checkMirrorMode(mode, params, hasParams); problem != "" {
		return problem
	}
	if v, has := definition.Get("ha-sync-mode"); has && !isOneOf("automatic", "manual")(v) {
		return `ha-sync-mode must be "manual" or "automatic", got ` + term(v)
	}
	if v, has := definition.Get("ha-sync-batch-size"); has && !isPositive(v) {
		return "ha-sync-batch-size takes an integer greater than 0, " + term(v) + " given"
	}
	for _, name := range []string{"ha-promote-on-shutdown", "ha-promote-on-failure"} {
		if v, has := definition.Get(name); has && !isOneOf("always", "when-synced")(v) {
			return name + ` must be "always" or "when-synced", got ` + term(v)
		}
	}
	return ""
}

func checkMirrorMode(mode, params any, hasParams bool) string {
	given := "none"
	if hasParams {
		given = term(params)
	}
	nodes, isList := params.(wire.Array)
	switch mode {
	case "all":
		if hasParams {
			return `ha-mode="all" does not take parameters`
		}
	case "exactly":
		if !isPositive(params) {
			return `ha-mode="exactly" takes an integer, ` + given + " given"
		}
	case "nodes":
		switch {
		case !isList:
			return `ha-mode="nodes" takes a list, ` + given + " given"
		case len(nodes) == 0:
			return `ha-mode="nodes" list must be non-empty`
		}
	default:
		return term(mode) + " is not a valid ha-mode value"
	}
	return ""
}
