package amqp

import (
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Limits that operators set on a virtual host (rabbitmq.com/docs/vhosts) and
// on a user (rabbitmq.com/docs/user-limits): whole numbers, of which a
// negative one is no limit. They count for what comes from now on: what is
// open or declared stays. Options.MaxQueues holds beside them.

// The limits that there are.
const (
	MaxConnections = "max-connections" // of a virtual host, or of a user in all of them
	MaxQueues      = "max-queues"      // of a virtual host
	MaxChannels    = "max-channels"    // of a user, on all connections together
)

// SetVhostLimits replaces the limits of a virtual host: MaxConnections and
// MaxQueues. 404 without the virtual host, 406 in RabbitMQ's words for other
// names and for what is no whole number.
func (tx *Tx) SetVhostLimits(vhost string, limits wire.Table) error {
	vh := tx.db.vhosts[vhost]
	if vh == nil {
		return noVhost(vhost)
	}
	if problem := badLimits(limits, "limits", MaxConnections, MaxQueues); problem != "" {
		return invalidParameter(problem)
	}
	vh.limits = sortedTable(limits)
	tx.logVhost(vh, true)
	return nil
}

// SetUserLimits replaces the limits of a user: MaxConnections and
// MaxChannels. Errors are those of SetVhostLimits.
func (tx *Tx) SetUserLimits(name string, limits wire.Table) error {
	u := tx.db.users[name]
	if u == nil {
		return Refuse(wire.NotFound, "no user '", name, "'")
	}
	if err := checkUserLimits(limits); err != nil {
		return err
	}
	u.limits = sortedTable(limits)
	tx.logUser(u)
	return nil
}

func checkUserLimits(limits wire.Table) error {
	if problem := badLimits(limits, "user-limits", MaxConnections, MaxChannels); problem != "" {
		return Refuse(wire.PreconditionFailed, problem)
	}
	return nil
}

// badLimits tells what is wrong with limits (rabbit_parameter_validation:
// proplist): first the values of those that are known.
func badLimits(limits wire.Table, what string, known ...string) string {
	var unknown []string
	for _, f := range sortedTable(limits) {
		if !slices.Contains(known, f.Name) {
			unknown = append(unknown, setting(f))
		} else if _, ok := wire.Integer(f.Value); !ok {
			return f.Name + " should be a number, actually was " + term(f.Value)
		}
	}
	if unknown != nil {
		return "Unrecognised terms [" + strings.Join(unknown, ",") + "] in " + what
	}
	return ""
}

// limitOf gives a limit; false: there is none.
func limitOf(limits wire.Table, name string) (int64, bool) {
	v, _ := limits.Get(name)
	n, ok := wire.Integer(v)
	return n, ok && n >= 0
}

// mayConnect gives 530 where a virtual host or a user has as many connections
// as it may have (rabbit_reader:is_over_vhost_connection_limit and the like).
func (tx *Tx) mayConnect(u *user, vh *vhost) error {
	if limit, ok := limitOf(vh.limits, MaxConnections); ok && tx.connections(func(c *Conn) bool { return c.vhost == vh }) >= limit {
		return Refuse(wire.NotAllowed, "access to vhost '", vh.name, "' refused for user '", u.name, "': connection limit (", itoa(limit), ") is reached")
	}
	if limit, ok := limitOf(u.limits, MaxConnections); ok && tx.connections(func(c *Conn) bool { return c.user == u }) >= limit {
		return Refuse(wire.NotAllowed, "connection refused for user '", u.name, "': user connection limit (", itoa(limit), ") is reached")
	}
	return nil
}

func (tx *Tx) connections(counted func(*Conn) bool) (n int64) {
	for _, c := range tx.db.conns {
		if counted(c) {
			n++
		}
	}
	return n
}

// roomForChannel gives 530, which ends the connection, where its user has as
// many channels as it may have.
func (tx *Tx) roomForChannel(u *user) error {
	limit, ok := limitOf(u.limits, MaxChannels)
	if !ok {
		return nil
	}
	open := int64(0)
	for _, c := range tx.db.conns {
		if c.user == u {
			open += int64(len(c.channels))
		}
	}
	if open < limit {
		return nil
	}
	return Refuse(wire.NotAllowed, "number of channels opened for user '", u.name,
		"' has reached the maximum allowed user limit of (", itoa(limit), ")")
}

// sortedTable is a copy of a table by the names of its fields, as Erlang sorts
// what it reads from JSON. slices.SortFunc for one more type would take 5 KB in
// WebAssembly.
func sortedTable(t wire.Table) wire.Table {
	byName := make(map[string]any, len(t))
	for _, f := range t {
		byName[f.Name] = f.Value
	}
	var sorted wire.Table
	for name, value := range ordered(byName) {
		sorted = append(sorted, wire.Field{Name: name, Value: value})
	}
	return sorted
}
