package command

import (
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

// args are an operation's arguments, in the broker's terms.
type args struct{ jsontext.Args }

// parseArgs reads a JSON object; no text at all is an empty one.
func parseArgs(text []byte) (*args, error) {
	a, err := jsontext.ParseArgs(text, jsontext.Parse)
	if err != nil {
		return nil, ErrArguments.With(err)
	}
	return &args{a}, nil
}

// check gives the first thing that is wrong with the arguments.
func (a *args) check() error { return refused(a.Check()) }

func refused(err error) error {
	if err != nil {
		return ErrArguments.With(err)
	}
	return nil
}

// text is a short string of AMQP: at most 255 bytes.
func (a *args) text(name string) string { return a.textOr(name, "") }

func (a *args) textOr(name, otherwise string) string {
	if !a.Ask(name) {
		return otherwise
	}
	b := a.Bytes(name)
	if len(b) > 255 {
		a.Wrong(name, "a text of at most 255 bytes")
	}
	return string(b)
}

func (a *args) flag(name string) bool { return a.Flag(name, false) }

func (a *args) tag() uint64 { return uint64(a.Integer("delivery_tag", 1<<63-1)) }

// channel is the number of the channel; 1 where none is given.
func (a *args) channel() uint16 {
	if !a.Ask("channel") {
		return 1
	}
	n := a.Integer("channel", 1<<16-1)
	if n == 0 {
		a.Wrong("channel", "an integer from 1 to 65535")
	}
	return uint16(n)
}

// table is a field table.
func (a *args) table(name string) wire.Table {
	v, ok := a.Get(name)
	if !ok {
		return nil
	}
	o, ok := v.(jsontext.Object)
	if !ok {
		a.Wrong(name, "an object")
		return nil
	}
	return fieldTable(o)
}

// fieldTable gives the values of a JSON object the types of a field table, as
// the package's comment states.
func fieldTable(o jsontext.Object) wire.Table {
	fields := make(wire.Table, len(o))
	for i, m := range o {
		fields[i] = wire.Field{Name: m.Name, Value: fieldValue(m.Value)}
	}
	return fields
}

func fieldValue(v any) any {
	switch v := v.(type) {
	case int64:
		if int64(int32(v)) == v {
			return int32(v)
		}
	case jsontext.Array:
		list := make(wire.Array, len(v))
		for i := range v {
			list[i] = fieldValue(v[i])
		}
		return list
	case jsontext.Object:
		if b, ok := v.Base64(); ok {
			return b
		}
		if n, ok := v.Only("timestamp").(int64); ok {
			return wire.Timestamp(n)
		}
		return fieldTable(v)
	}
	return v
}
