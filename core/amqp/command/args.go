package command

import (
	"encoding/base64"
	"errors"
	"strconv"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// args are an operation's arguments. Reading one notes its name, so that check
// finds those that no operation has asked for; the first thing wrong is kept.
type args struct {
	given wire.Table
	asked []string
	err   error
}

// parseArgs reads a JSON object; no text at all is an empty one.
func parseArgs(text []byte) (*args, error) {
	if len(text) == 0 {
		return &args{}, nil
	}
	v, err := parseJSON(text)
	if err != nil {
		return nil, ErrArguments.With(err)
	}
	t, ok := v.(wire.Table)
	if !ok {
		return nil, ErrArguments.With(errors.New("they are not a JSON object"))
	}
	return &args{given: t}, nil
}

// check gives the first thing that is wrong: a value of another type, or a
// name that the operation does not know.
func (a *args) check() error {
	if a.err != nil {
		return a.err
	}
next:
	for _, f := range a.given {
		for _, name := range a.asked {
			if f.Name == name {
				continue next
			}
		}
		return ErrArguments.With(errors.New("there is no argument " + strconv.Quote(f.Name)))
	}
	return nil
}

func (a *args) has(name string) bool {
	_, ok := a.given.Get(name)
	return ok
}

// get gives an argument; null counts as not given.
func (a *args) get(name string) (any, bool) {
	a.asked = append(a.asked, name)
	v, _ := a.given.Get(name)
	return v, v != nil
}

func (a *args) wrong(name, should string) {
	if a.err == nil {
		a.err = ErrArguments.With(errors.New(strconv.Quote(name) + " is not " + should))
	}
}

// text is a short string of AMQP: at most 255 bytes.
func (a *args) text(name string) string { return a.textOr(name, "") }

func (a *args) textOr(name, otherwise string) string {
	if !a.has(name) {
		a.asked = append(a.asked, name)
		return otherwise
	}
	b := a.bytes(name)
	if len(b) > 255 {
		a.wrong(name, "a text of at most 255 bytes")
	}
	return string(b)
}

// bytes is a string, or {"b64": ...}.
func (a *args) bytes(name string) []byte {
	v, ok := a.get(name)
	if !ok {
		return nil
	}
	switch v := v.(type) {
	case string:
		return []byte(v)
	case wire.Table:
		if b, ok := fromBase64(v); ok {
			return b
		}
	}
	a.wrong(name, `a string or {"b64": "..."}`)
	return nil
}

func (a *args) flag(name string) bool { return a.flagOr(name, false) }

func (a *args) flagOr(name string, otherwise bool) bool {
	v, ok := a.get(name)
	if !ok {
		return otherwise
	}
	b, ok := v.(bool)
	if !ok {
		a.wrong(name, "true or false")
	}
	return b
}

// number is an integer from 0 to most.
func (a *args) number(name string, most int64) int64 {
	v, ok := a.get(name)
	if !ok {
		return 0
	}
	n, ok := v.(int64)
	if !ok || n < 0 || n > most {
		a.wrong(name, "an integer from 0 to "+strconv.FormatInt(most, 10))
		return 0
	}
	return n
}

func (a *args) tag() uint64 { return uint64(a.number("delivery_tag", 1<<63-1)) }

// channel is the number of the channel; 1 where none is given.
func (a *args) channel() uint16 {
	if !a.has("channel") {
		return 1
	}
	n := a.number("channel", 1<<16-1)
	if n == 0 {
		a.wrong("channel", "an integer from 1 to 65535")
	}
	return uint16(n)
}

// table is a field table.
func (a *args) table(name string) wire.Table {
	v, ok := a.get(name)
	if !ok {
		return nil
	}
	t, ok := v.(wire.Table)
	if !ok {
		a.wrong(name, "an object")
		return nil
	}
	return fieldTable(t)
}

// fieldTable gives the values of a JSON object the types of a field table, as
// the package's comment states.
func fieldTable(t wire.Table) wire.Table {
	fields := make(wire.Table, len(t))
	for i, f := range t {
		fields[i] = wire.Field{Name: f.Name, Value: fieldValue(f.Value)}
	}
	return fields
}

func fieldValue(v any) any {
	switch v := v.(type) {
	case int64:
		if int64(int32(v)) == v {
			return int32(v)
		}
	case wire.Array:
		list := make(wire.Array, len(v))
		for i := range v {
			list[i] = fieldValue(v[i])
		}
		return list
	case wire.Table:
		if b, ok := fromBase64(v); ok {
			return b
		}
		if n, ok := only(v, "timestamp").(int64); ok {
			return wire.Timestamp(n)
		}
		return fieldTable(v)
	}
	return v
}

func fromBase64(t wire.Table) ([]byte, bool) {
	text, ok := only(t, "b64").(string)
	if !ok {
		return nil, false
	}
	b, err := base64.StdEncoding.DecodeString(text)
	return b, err == nil
}

// only gives the value of an object that has this one name and no other.
func only(t wire.Table, name string) any {
	if len(t) != 1 || t[0].Name != name {
		return nil
	}
	return t[0].Value
}
