package amqp

import (
	"encoding/base64"
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Account is a user as an administrator sees it.
type Account struct {
	Name string
	// Hash is the salted password, see user; empty: nobody gets in with a
	// password.
	Hash string
	Tags []string // "administrator", "monitoring", "policymaker", "management", "impersonator"
	// Limits are MaxConnections and MaxChannels; PutAccount changes those that
	// are named (SetUserLimits).
	Limits wire.Table
}

// Permission is what a user may do in a virtual host: regular expressions
// over the names of queues and exchanges. An empty one allows nothing.
type Permission struct{ User, Vhost, Configure, Write, Read string }

// Accounts lists the users, by name.
func (tx *Tx) Accounts() []Account {
	list := []Account{}
	for _, name := range sortedKeys(tx.db.users) {
		a, _ := tx.Account(name)
		list = append(list, a)
	}
	return list
}

// Account gives one user.
func (tx *Tx) Account(name string) (Account, bool) {
	u := tx.db.users[name]
	if u == nil {
		return Account{}, false
	}
	return Account{u.name, u.hash, slices.Clone(u.tags), slices.Clone(u.limits)}, true
}

// HashPassword salts a password as PutAccount takes it.
func (tx *Tx) HashPassword(password string) string {
	var salt [saltSize]byte
	for i := range salt {
		salt[i] = byte(tx.db.random.Uint32())
	}
	return hashPassword(salt[:], password)
}

// PutAccount makes a user or changes its password and tags. What it may do,
// and who is connected as it, stays. The name must not be empty, the hash
// must be base64: 406.
func (tx *Tx) PutAccount(a Account) error {
	if a.Name == "" {
		return Refuse(wire.PreconditionFailed, "a user needs a name")
	}
	if _, err := base64.StdEncoding.DecodeString(a.Hash); err != nil {
		return Refuse(wire.PreconditionFailed, "password hash of user '", a.Name, "' is not base64")
	}
	if err := checkUserLimits(a.Limits); err != nil {
		return err
	}
	u := tx.db.users[a.Name]
	if u == nil {
		u = &user{name: a.Name, permissions: map[string]*permission{}}
		tx.db.users[a.Name] = u
	}
	u.hash, u.tags = a.Hash, slices.Clone(a.Tags)
	for _, f := range a.Limits {
		u.limits.Set(f.Name, f.Value)
	}
	u.limits = sortedTable(u.limits)
	tx.logUser(u)
	return nil
}

// DeleteAccount removes a user and closes its connections; false: there is
// none of that name.
func (tx *Tx) DeleteAccount(name string) bool {
	u := tx.db.users[name]
	if u == nil {
		return false
	}
	for _, c := range ordered(tx.db.conns) {
		if c.user == u {
			tx.CloseConn(c, Refuse(wire.ConnectionForced, "user '", name, "' is deleted"))
		}
	}
	delete(tx.db.users, name)
	tx.logUser(u)
	return true
}

// Permissions lists what all users may do, by virtual host and user.
func (tx *Tx) Permissions() []Permission {
	list := []Permission{}
	for _, vhost := range sortedKeys(tx.db.vhosts) {
		for _, name := range sortedKeys(tx.db.users) {
			if p, ok := tx.Permission(name, vhost); ok {
				list = append(list, p)
			}
		}
	}
	return list
}

// Permission gives what a user may do in a virtual host; false: not even
// connect.
func (tx *Tx) Permission(user, vhost string) (Permission, bool) {
	u := tx.db.users[user]
	if u == nil || u.permissions[vhost] == nil {
		return Permission{}, false
	}
	p := u.permissions[vhost].patterns
	return Permission{user, vhost, p[configure], p[write], p[read]}, true
}

// grantee is the user who gets permissions in a virtual host.
func (tx *Tx) grantee(name, vhost string) (*user, error) {
	u := tx.db.users[name]
	switch {
	case u == nil:
		return nil, Refuse(wire.NotFound, "no user '", name, "'")
	case tx.db.vhosts[vhost] == nil:
		return nil, noVhost(vhost)
	}
	return u, nil
}

// SetPermission changes what a user may do: 404 without the user or the
// virtual host, 406 where a pattern is no regular expression (Go's syntax,
// RE2, where RabbitMQ has Perl's). It counts for open connections at once.
func (tx *Tx) SetPermission(p Permission) error {
	u, err := tx.grantee(p.User, p.Vhost)
	if err != nil {
		return err
	}
	for _, pattern := range []string{p.Configure, p.Write, p.Read} {
		if _, err := compilePattern(pattern); err != nil {
			return Refuse(wire.PreconditionFailed, "invalid regular expression '", pattern, "'")
		}
	}
	u.permissions[p.Vhost] = newPermission(p.Configure, p.Write, p.Read)
	tx.logUser(u)
	return nil
}

// ClearPermission takes a user's access to a virtual host away; false: it had
// none. Its connections stay, but may do nothing any more.
func (tx *Tx) ClearPermission(user, vhost string) bool {
	u := tx.db.users[user]
	if u == nil || u.permissions[vhost] == nil {
		return false
	}
	delete(u.permissions, vhost)
	tx.logUser(u)
	return true
}
