package session

import (
	"crypto/subtle"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Version is the version of Redis whose behavior is followed, as HELLO and
// INFO tell clients, which choose their features by it.
const Version = "7.0.15"

// defaultUser is the only user there is: access control lists are not built.
const defaultUser = "default"

// auth is AUTH, with a password or with a user and a password. The old form
// without a user complains where no password is set; the other lets "default"
// in with any.
func (c *Conn) auth() {
	args := c.call.Args
	user, password := []byte(defaultUser), args[1]
	switch {
	case len(args) > 3:
		c.fail(redis.ErrSyntax)
		return
	case len(args) == 3:
		user, password = args[1], args[2]
	case c.server.password == "":
		c.fail(errNoPass)
		return
	}
	if !c.login(user, password) {
		c.fail(errWrongPass)
		return
	}
	c.reply.OK()
}

// login checks user and password. The time it takes tells nothing about how
// much of the password is right.
func (c *Conn) login(user, password []byte) bool {
	if string(user) != defaultUser {
		return false
	}
	want := c.server.password
	if want != "" && subtle.ConstantTimeCompare(password, []byte(want)) != 1 {
		return false
	}
	c.authenticated, c.parser.Unauthenticated = true, false
	return true
}

// hello greets: it may choose the version of the protocol, log in and name the
// connection, all at once.
func (c *Conn) hello() {
	args := c.call.Args
	version := int64(0)
	if len(args) > 1 {
		n, ok := wire.ParseInt(args[1])
		switch {
		case !ok:
			c.fail(errProtoInt)
			return
		case n != 2 && n != 3:
			c.fail(errProto)
			return
		}
		version = n
	}
	for i := 2; i < len(args); i++ {
		switch more := len(args) - 1 - i; {
		case command.Is(args[i], "AUTH") && more >= 2:
			if !c.login(args[i+1], args[i+2]) {
				c.fail(errWrongPass)
				return
			}
			i += 2
		case command.Is(args[i], "SETNAME") && more >= 1:
			if !c.setName(args[i+1]) {
				return
			}
			i++
		default:
			c.failText("Syntax error in HELLO option '" + string(args[i]) + "'")
			return
		}
	}
	if c.mustLogIn() {
		c.fail(errHelloAuth)
		return
	}
	if version != 0 {
		c.reply.RESP3 = version == 3
	}
	c.welcome()
}

// welcome is the answer to HELLO, in the version that it has just chosen.
func (c *Conn) welcome() {
	w := &c.reply
	w.Map(7)
	w.BulkString("server")
	w.BulkString("redis")
	w.BulkString("version")
	w.BulkString(Version)
	w.BulkString("proto")
	w.Int(c.protocol())
	w.BulkString("id")
	w.Int(c.id)
	w.BulkString("mode")
	w.BulkString("standalone")
	w.BulkString("role")
	w.BulkString("master")
	w.BulkString("modules")
	w.Array(0)
}

// protocol is the version of RESP in use.
func (c *Conn) protocol() int64 {
	if c.reply.RESP3 {
		return 3
	}
	return 2
}
