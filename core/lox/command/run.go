package command

import (
	"errors"
	"strings"

	"github.com/twelvefold/twelvefold/core/jsontext"
	"github.com/twelvefold/twelvefold/core/lox"
)

// eval runs a program; its error is the operation's.
func eval(c *call) error {
	name, source := c.args.source()
	if err := c.args.check(); err != nil {
		return err
	}
	before := c.session.outputSize()
	v, err := c.session.in.Eval(c.ctx, name, source)
	if err != nil {
		return err
	}
	return c.result(v, before)
}

// run runs a program; its error is part of the reply.
func run(c *call) error {
	name, source := c.args.source()
	if err := c.args.check(); err != nil {
		return err
	}
	before := c.session.outputSize()
	v, err := c.session.in.Eval(c.ctx, name, source)
	if err == nil {
		return c.result(v, before)
	}
	var failed *lox.Error
	if !errors.As(err, &failed) {
		return err
	}
	if err := c.account(before); err != nil {
		return err
	}
	c.reply.Raw("error", Problem(failed))
	return nil
}

// callFunction calls a function, class or method: one that the session has
// named, or a global, or with dots a property of one.
func callFunction(c *call) error {
	callee, named, err := c.object("function")
	if err != nil {
		return err
	}
	path := ""
	if !named {
		path = c.args.text("function")
	}
	values, err := c.values("args")
	if err != nil {
		return err
	}
	if err := c.args.check(); err != nil {
		return err
	}
	if !named {
		if callee, err = c.session.lookup(path); err != nil {
			return err
		}
	}
	before := c.session.outputSize()
	v, err := c.session.in.Call(c.ctx, callee, values...)
	if err != nil {
		return err
	}
	return c.result(v, before)
}

// lookup gives the value of a path: a global, or with dots a property of one.
func (s *Session) lookup(path string) (lox.Value, error) {
	global, properties, _ := strings.Cut(path, ".")
	v, err := s.in.Get(global)
	if err != nil {
		return v, err
	}
	return s.property(v, properties)
}

// property follows a path from a value; the empty one ends there.
func (s *Session) property(v lox.Value, path string) (lox.Value, error) {
	for path != "" {
		var name string
		var err error
		name, path, _ = strings.Cut(path, ".")
		if v, err = s.in.Property(v, name); err != nil {
			return v, err
		}
	}
	return v, nil
}

// result answers a value and what it took. before is how much had been printed
// before.
func (c *call) result(v lox.Value, before int) error {
	value, err := c.session.appendValue(nil, v)
	if err != nil {
		return err
	}
	c.reply.Raw("value", value)
	return c.account(before)
}

// account answers what was printed and used.
func (c *call) account(before int) error {
	u, err := c.session.in.Usage()
	if err != nil {
		return err
	}
	c.reply.Text("output", c.session.output(before))
	c.reply.Raw("usage", new(jsontext.Writer).Integer("steps", u.Steps).Integer("output", u.Output).Integer("memory", u.Memory).End())
	return nil
}
