package command

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/jsontext"
	"github.com/twelvefold/twelvefold/core/lox"
)

// get reads a global, or with dots a property of one; "of" reads a property
// of an object that the session has named.
func get(c *call) error {
	of, inObject, err := c.object("of")
	if err != nil {
		return err
	}
	path := c.args.text("name")
	if err := c.args.check(); err != nil {
		return err
	}
	var v lox.Value
	if inObject {
		v, err = c.session.property(of, path)
	} else {
		v, err = c.session.lookup(path)
	}
	if err != nil {
		return err
	}
	value, err := c.session.appendValue(nil, v)
	if err != nil {
		return err
	}
	c.reply.Raw("value", value)
	return nil
}

// set defines a global or gives it another value; with dots, or "of", it
// stores a field.
func set(c *call) error {
	of, inObject, err := c.object("of")
	if err != nil {
		return err
	}
	path := c.args.text("name")
	given, _ := c.args.Get("value") // null is nil
	if err := c.args.check(); err != nil {
		return err
	}
	value, err := c.session.fromJSON(given)
	if err != nil {
		return err
	}
	dot := strings.LastIndexByte(path, '.')
	switch {
	case !inObject && dot < 0:
		return c.session.in.Set(path, value)
	case !inObject:
		of, err = c.session.lookup(path[:dot])
	case dot >= 0:
		of, err = c.session.property(of, path[:dot])
	}
	if err != nil {
		return err
	}
	return c.session.in.SetProperty(of, path[dot+1:], value)
}

// globals lists the names of the globals.
func globals(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	names, err := c.session.in.Globals()
	if err != nil {
		return err
	}
	list := make([][]byte, len(names))
	for i, name := range names {
		list[i] = jsontext.AppendText(nil, name)
	}
	c.reply.Raw("globals", jsontext.AppendList(nil, list))
	return nil
}

// forget gives an object's id up, so that the session no longer keeps it.
func forget(c *call) error {
	id := c.args.Integer("id", 1<<53-1)
	if err := c.args.check(); err != nil {
		return err
	}
	c.session.mu.Lock()
	defer c.session.mu.Unlock()
	return c.session.release(id)
}

// reset forgets all globals but the host's functions, and all objects.
func reset(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	if err := c.session.in.Reset(); err != nil {
		return err
	}
	c.session.mu.Lock()
	defer c.session.mu.Unlock()
	c.session.objects = c.session.objects.none()
	return nil
}

// stats answers the numbers so far.
func stats(c *call) error {
	if err := c.args.check(); err != nil {
		return err
	}
	s := c.session.in.Stats()
	c.reply.Integer("runs", s.Runs).Integer("errors", s.Errors).Integer("steps", s.Steps)
	c.reply.Integer("output", s.Output).Integer("memory", s.Memory).Integer("globals", int64(s.Globals))
	return nil
}
