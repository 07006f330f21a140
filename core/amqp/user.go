package amqp

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// user is an account. The password is kept as RabbitMQ keeps it
// (rabbit_password_hashing_sha256): 4 bytes of salt, then SHA-256 of salt and
// password, in base64. So definitions can be exchanged with RabbitMQ.
type user struct {
	name        string
	hash        string
	tags        []string
	permissions map[string]*permission // by virtual host
	topics      map[topicScope]*topicPermission
	limits      wire.Table // see SetUserLimits
}

// permission is what a user may do in a virtual host: a regular expression
// over names each.
type permission struct {
	patterns [3]string // configure, write, read
	compiled [3]matcher
}

type action int

const (
	configure action = iota
	write
	read
)

// newPermission gives nil where a pattern is no regular expression.
func newPermission(patterns ...string) *permission {
	p := &permission{}
	for i := range p.patterns {
		p.patterns[i] = patterns[i]
		re, err := compilePattern(patterns[i])
		if err != nil {
			return nil
		}
		p.compiled[i] = re
	}
	return p
}

// allows tells that the name matches; the empty pattern matches nothing, as
// in RabbitMQ.
func (p *permission) allows(a action, name string) bool {
	if name == "" {
		name = "amq.default"
	}
	switch p.patterns[a] {
	case "":
		return false
	case ".*":
		return true
	}
	return p.compiled[a].MatchString(name)
}

// may gives 403 where the connection's user may not do that.
func (c *Conn) may(a action, kind, name string) error {
	if p := c.user.permissions[c.vhost.name]; p != nil && p.allows(a, name) {
		return nil
	}
	if name == "" {
		name = "amq.default"
	}
	return Refuse(wire.AccessRefused, "access to ", kind, " '", name, "' in vhost '", c.vhost.name, "' refused for user '", c.user.name, "'")
}

func (c *Conn) mayConfigureExchange(d ExchangeDeclare) error {
	if err := c.may(configure, "exchange", d.Name); err != nil {
		return err
	}
	alt, ok := d.Arguments.Get("alternate-exchange")
	if name, isText := alt.(string); ok && isText {
		if err := c.may(read, "exchange", d.Name); err != nil {
			return err
		}
		return c.may(write, "exchange", name)
	}
	return nil
}

// mayDeadLetter is checked of a queue to be made: its owner must be able to do
// by hand what dead-lettering does.
func (c *Conn) mayDeadLetter(d QueueDeclare) error {
	dead, ok := d.Arguments.Get("x-dead-letter-exchange")
	if !ok {
		return nil
	}
	name, isText := dead.(string)
	if !isText {
		return Refuse(wire.PreconditionFailed, "invalid type '", typeName(dead), "' for arg 'x-dead-letter-exchange' in queue '",
			d.Name, "' in vhost '", c.vhost.name, "'")
	}
	if err := c.may(read, "queue", d.Name); err != nil {
		return err
	}
	return c.may(write, "exchange", name)
}

func (u *user) has(tag string) bool { return slices.Contains(u.tags, tag) }

// saltSize is the bytes of salt in front of a hash.
const saltSize = 4

func hashPassword(salt []byte, password string) string {
	sum := sha256.Sum256(append(slices.Clone(salt), password...))
	return base64.StdEncoding.EncodeToString(append(slices.Clone(salt), sum[:]...))
}

// Authenticate tells whether the password is the user's, in a time that does
// not depend on either.
func (tx *Tx) Authenticate(name, password string) bool {
	u := tx.db.users[name]
	stored := strings.Repeat("A", base64.StdEncoding.EncodedLen(saltSize+sha256.Size))
	if u != nil {
		stored = u.hash
	}
	raw, err := base64.StdEncoding.DecodeString(stored)
	if err != nil || len(raw) < saltSize {
		return false
	}
	same := subtle.ConstantTimeCompare([]byte(hashPassword(raw[:saltSize], password)), []byte(stored)) == 1
	return same && u != nil
}
