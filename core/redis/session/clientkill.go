package session

import (
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// victims says which connections CLIENT KILL ends; what is not given fits all.
type victims struct {
	addr, local string
	id          int64
	none        bool // TYPE names a kind that there is none of
	self        bool // SKIPME no: the connection that asks, too
}

// fits tells whether c is to end at the wish of asking.
func (v *victims) fits(c, asking *Conn) bool {
	return !v.none &&
		(v.addr == "" || v.addr == addr(c.peer.Addr)) &&
		(v.local == "" || v.local == addr(c.peer.Local)) &&
		(v.id == 0 || v.id == c.id) &&
		(v.self || c != asking)
}

// clientKill ends connections. The old form wants an address and answers OK or
// an error; the other takes filters, which must all fit, and answers how many.
func (c *Conn) clientKill() {
	args := c.call.Args
	if len(args) == 3 { // the old form, which may end the connection itself
		if c.killAll(&victims{addr: string(args[2]), self: true}) == 0 {
			c.fail(errNoClient)
			return
		}
		c.reply.OK()
		return
	}
	var v victims
	if err := v.parse(args[2:]); err != nil {
		c.fail(err)
		return
	}
	c.reply.Int(c.killAll(&v))
}

// parse reads pairs of a filter and its value.
func (v *victims) parse(options [][]byte) error {
	for i := 0; i < len(options); i += 2 {
		if i+1 == len(options) {
			return redis.ErrSyntax
		}
		if err := v.option(options[i], options[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// option reads one filter.
func (v *victims) option(name, value []byte) error {
	switch {
	case command.Is(name, "ID"):
		id, ok := wire.ParseInt(value)
		if !ok || id < 1 {
			return errClientZero
		}
		v.id = id
	case command.Is(name, "TYPE"):
		normal, err := isNormalType(value)
		if err != nil {
			return err
		}
		v.none = !normal
	case command.Is(name, "ADDR"):
		v.addr = string(value)
	case command.Is(name, "LADDR"):
		v.local = string(value)
	case command.Is(name, "USER"):
		if string(value) != defaultUser {
			return code.New(code.NotFound, "ERR No such user '"+string(value)+"'")
		}
	case command.Is(name, "SKIPME") && command.Is(value, "YES"):
		v.self = false
	case command.Is(name, "SKIPME") && command.Is(value, "NO"):
		v.self = true
	default:
		return redis.ErrSyntax
	}
	return nil
}

// killAll ends the connections that fit and counts them. The connection that
// asks still gets its answer.
func (c *Conn) killAll(v *victims) (killed int64) {
	for _, other := range c.server.clients() {
		switch {
		case !v.fits(other, c):
			continue
		case other == c:
			c.done = true
		default:
			c.server.end(other)
		}
		killed++
	}
	return killed
}
