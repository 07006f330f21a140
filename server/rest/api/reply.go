package api

import (
	"encoding/json"
	"strconv"

	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// RedisReply is a reply of Redis, written as the schema's union of that name.
// The generator's own union would marshal every nested reply once per level.
type RedisReply struct{ reply }

// NewRedisReply takes a decoded reply; the value's bytes are borrowed until
// the answer is written.
func NewRedisReply(v wire.Value) RedisReply { return RedisReply{reply(v)} }

// reply is embedded, so that types which the generator derives from
// RedisReply keep its method.
type reply wire.Value

// MarshalJSON writes the form that the kind has in the schema.
func (r reply) MarshalJSON() ([]byte, error) { return appendReply(nil, wire.Value(r)) }

// listNames are the kinds that hold plain lists of replies.
var listNames = map[wire.Kind]string{wire.Array: "array", wire.Set: "set", wire.Push: "push"}

// exactInteger is the largest size up to which a float64, and so a number in
// JavaScript, holds every integer.
const exactInteger = 1 << 53

func appendReply(b []byte, v wire.Value) ([]byte, error) {
	switch v.Kind {
	case wire.Nil:
		return append(b, `{"type":"nil"}`...), nil
	case wire.Integer:
		b = strconv.AppendInt(append(b, `{"type":"integer","value":`...), v.Int, 10)
		if v.Int > exactInteger || v.Int < -exactInteger {
			b = append(strconv.AppendInt(append(b, `,"text":"`...), v.Int, 10), '"')
		}
		return append(b, '}'), nil
	case wire.Boolean:
		b = append(b, `{"type":"boolean","value":`...)
		return append(strconv.AppendBool(b, v.Int != 0), '}'), nil
	case wire.Double:
		return append(appendFloat(append(b, `{"type":"double","value":`...), v.Float), '}'), nil
	case wire.Array, wire.Set, wire.Push:
		return appendList(b, listNames[v.Kind], v.Items)
	case wire.Map:
		return appendMap(b, v.Items)
	}
	return appendText(b, v)
}

// appendText writes the kinds that are one piece of text or bytes.
func appendText(b []byte, v wire.Value) ([]byte, error) {
	var form any
	switch v.Kind {
	case wire.Status:
		form = textForm[string]{"status", string(v.Text)}
	case wire.BigNumber:
		form = textForm[string]{"big_number", string(v.Text)}
	case wire.ErrorKind, wire.BulkError:
		form = struct {
			Type  string    `json:"type"`
			Value string    `json:"value"`
			Code  ErrorCode `json:"code"`
		}{"error", string(v.Text), ErrorCode(command.CodeOf(string(v.Text)))}
	case wire.Verbatim: // "txt:" stands before the text
		head := min(4, len(v.Text))
		form = struct {
			Type   string `json:"type"`
			Format string `json:"format"`
			Value  Bytes  `json:"value"`
		}{"verbatim", string(v.Text[:max(head-1, 0)]), Bytes(v.Text[head:])}
	default:
		form = textForm[Bytes]{"bulk", Bytes(v.Text)}
	}
	p, err := json.Marshal(form)
	return append(b, p...), err
}

type textForm[T string | Bytes] struct {
	Type  string `json:"type"`
	Value T      `json:"value"`
}

func appendList(b []byte, name string, items []wire.Value) (_ []byte, err error) {
	b = append(append(append(b, `{"type":"`...), name...), `","value":[`...)
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendReply(b, item); err != nil {
			return b, err
		}
	}
	return append(b, "]}"...), nil
}

func appendMap(b []byte, items []wire.Value) (_ []byte, err error) {
	b = append(b, `{"type":"map","value":[`...)
	for i := 0; i+1 < len(items); i += 2 {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = appendReply(append(b, `{"key":`...), items[i]); err != nil {
			return b, err
		}
		if b, err = appendReply(append(b, `,"value":`...), items[i+1]); err != nil {
			return b, err
		}
		b = append(b, '}')
	}
	return append(b, "]}"...), nil
}
