package command

import (
	"github.com/twelvefold/twelvefold/core/jsontext"
	"github.com/twelvefold/twelvefold/core/lox"
)

// args are an operation's arguments.
type args struct{ jsontext.Args }

// parseArgs reads a JSON object; no text at all is an empty one.
func parseArgs(text []byte) (*args, error) {
	a, err := jsontext.ParseArgs(text, jsontext.ParseFloats)
	if err != nil {
		return nil, ErrArguments.With(err)
	}
	return &args{a}, nil
}

// check gives the first thing that is wrong.
func (a *args) check() error {
	if err := a.Check(); err != nil {
		return ErrArguments.With(err)
	}
	return nil
}

// text is a string that must be given.
func (a *args) text(name string) string {
	if _, ok := a.Get(name); !ok {
		a.Wrong(name, "given")
	}
	return string(a.Bytes(name))
}

// source is a program and its name.
func (a *args) source() (name, source string) {
	if name = string(a.Bytes("name")); name == "" {
		name = DefaultName
	}
	return name, a.text("source")
}

// DefaultName is what a program is called that has no name.
const DefaultName = "main.lox"

// values is an array of values; none where it is not given.
func (c *call) values(name string) ([]any, error) {
	v, ok := c.args.Get(name)
	if !ok {
		return nil, nil
	}
	list, ok := v.(jsontext.Array)
	if !ok {
		c.args.Wrong(name, "an array")
		return nil, nil
	}
	values := make([]any, len(list))
	for i, item := range list {
		var err error
		if values[i], err = c.session.fromJSON(item); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// object is an object that the session has named; ok is false where there is
// no such argument, or no object in it.
func (c *call) object(name string) (v lox.Value, ok bool, err error) {
	given, present := c.args.Get(name)
	if !present {
		return v, false, nil
	}
	o, isObject := given.(jsontext.Object)
	if !isObject {
		return v, false, nil
	}
	got, err := c.session.fromJSON(o)
	if err != nil {
		return v, false, err
	}
	v, ok = got.(lox.Value)
	return v, ok, nil
}
