package amqp

import (
	"cmp"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// TopicPermission narrows what a user may do with a topic exchange: regular
// expressions over routing keys, of publishes (Write) and bindings (Read).
// {username} and {vhost} in them stand for the names. An empty one allows only
// the empty key. Where there is none for an exchange, all keys are allowed
// (rabbitmq.com/docs/access-control#topic-authorisation).
type TopicPermission struct{ User, Vhost, Exchange, Write, Read string }

// topicScope is what a topic permission of a user is about.
type topicScope struct{ vhost, exchange string }

type topicPermission struct {
	TopicPermission
	write, read matcher
}

// newTopicPermission gives an error for the first pattern that is no regular
// expression: 406.
func newTopicPermission(p TopicPermission) (*topicPermission, error) {
	names := strings.NewReplacer("{username}", p.User, "{vhost}", p.Vhost)
	compile := func(pattern string) (matcher, error) {
		expanded := names.Replace(pattern)
		if expanded == "" {
			expanded = "^$"
		}
		m, err := compilePattern(expanded)
		if err != nil {
			return nil, Refuse(wire.PreconditionFailed, "invalid regular expression '", pattern, "'")
		}
		return m, nil
	}
	t := &topicPermission{TopicPermission: p}
	var err error
	if t.write, err = compile(p.Write); err != nil {
		return nil, err
	}
	t.read, err = compile(p.Read)
	return t, err
}

// mayTopic gives 403 where the connection's user may not use that routing key.
func (c *Conn) mayTopic(a action, x *exchange, key string) error {
	if x.kind != "topic" {
		return nil
	}
	t := c.user.topics[topicScope{x.vhost.name, x.name}]
	if t == nil || a == write && t.write.MatchString(key) || a == read && t.read.MatchString(key) {
		return nil
	}
	return Refuse(wire.AccessRefused, "access to topic '", key, "' in ", x.describe(), " refused for user '", c.user.name, "'")
}

// TopicPermissions lists those of all users, by virtual host, user and
// exchange.
func (tx *Tx) TopicPermissions() []TopicPermission {
	list := []TopicPermission{}
	for _, u := range tx.db.users {
		for _, t := range u.topics {
			list = append(list, t.TopicPermission)
		}
	}
	slices.SortFunc(list, func(a, b TopicPermission) int {
		return cmp.Or(cmp.Compare(a.Vhost, b.Vhost), cmp.Compare(a.User, b.User), cmp.Compare(a.Exchange, b.Exchange))
	})
	return list
}

// SetTopicPermission changes what a user may do with one exchange, which need
// not be there: 404 without the user or the virtual host, 406 where a pattern
// is no regular expression. It counts for open connections at once.
func (tx *Tx) SetTopicPermission(p TopicPermission) error {
	u, err := tx.grantee(p.User, p.Vhost)
	if err != nil {
		return err
	}
	t, err := newTopicPermission(p)
	if err != nil {
		return err
	}
	u.addTopic(t)
	tx.logUser(u)
	return nil
}

func (u *user) addTopic(t *topicPermission) {
	if u.topics == nil {
		u.topics = map[topicScope]*topicPermission{}
	}
	u.topics[topicScope{t.Vhost, t.Exchange}] = t
}

// ClearTopicPermissions lifts all of a user's in a virtual host; false: there
// are none.
func (tx *Tx) ClearTopicPermissions(user, vhost string) bool {
	u := tx.db.users[user]
	if u == nil || !u.leaveTopics(vhost) {
		return false
	}
	tx.logUser(u)
	return true
}

// leaveTopics tells whether there were any.
func (u *user) leaveTopics(vhost string) (any bool) {
	for scope := range u.topics {
		if scope.vhost == vhost {
			delete(u.topics, scope)
			any = true
		}
	}
	return any
}

// topicDefinitions are a user's topic permissions for the log.
func (u *user) topicDefinitions() wire.Array {
	var list wire.Array
	for _, t := range u.topics {
		list = append(list, wire.Array{t.Vhost, t.Exchange, t.TopicPermission.Write, t.TopicPermission.Read})
	}
	slices.SortFunc(list, func(a, b any) int { // the same log for the same calls
		x, y := textsOf(a), textsOf(b)
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]))
	})
	return list
}

// applyTopics reads them again.
func (u *user) applyTopics(v any) {
	list, _ := v.(wire.Array)
	for _, one := range list {
		if s := textsOf(one); len(s) == 4 {
			t, err := newTopicPermission(TopicPermission{User: u.name, Vhost: s[0], Exchange: s[1], Write: s[2], Read: s[3]})
			if err == nil { // it was accepted once
				u.addTopic(t)
			}
		}
	}
}
