package api

import (
	"encoding/json"
	"errors"
	"strconv"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

var errReply = errors.New("not a reply of Redis in JSON")

// kindNames are the schema's names of the kinds.
var kindNames = map[string]wire.Kind{
	"status": wire.Status, "error": wire.ErrorKind, "bulk": wire.Bulk, "verbatim": wire.Verbatim,
	"integer": wire.Integer, "big_number": wire.BigNumber, "double": wire.Double, "boolean": wire.Boolean,
	"nil": wire.Nil, "array": wire.Array, "set": wire.Set, "push": wire.Push, "map": wire.Map,
}

// UnmarshalJSON reads what MarshalJSON writes, for clients in Go.
func (r *reply) UnmarshalJSON(p []byte) error {
	var form struct {
		Type   string          `json:"type"`
		Value  json.RawMessage `json:"value"`
		Format string          `json:"format"`
		Text   string          `json:"text"`
	}
	if err := json.Unmarshal(p, &form); err != nil {
		return err
	}
	kind, ok := kindNames[form.Type]
	if !ok {
		return errReply
	}
	v := wire.Value{Kind: kind}
	var err error
	switch kind {
	case wire.Nil:
	case wire.Integer:
		v.Int, err = readInteger(form.Value, form.Text)
	case wire.Boolean:
		var b bool
		if err = json.Unmarshal(form.Value, &b); b {
			v.Int = 1
		}
	case wire.Double:
		err = json.Unmarshal(form.Value, (*Float)(&v.Float))
	case wire.Array, wire.Set, wire.Push:
		err = readItems(form.Value, &v)
	case wire.Map:
		err = readPairs(form.Value, &v)
	default:
		err = json.Unmarshal(form.Value, (*Bytes)(&v.Text))
		if kind == wire.Verbatim {
			v.Text = append([]byte(form.Format+":"), v.Text...)
		}
	}
	*r = reply(v)
	return err
}

// readInteger takes the text where there is one: the number beside it may
// have gone through a float64.
func readInteger(value json.RawMessage, text string) (int64, error) {
	if text == "" {
		text = string(value)
	}
	return strconv.ParseInt(text, 10, 64)
}

func readItems(value json.RawMessage, v *wire.Value) error {
	var items []reply
	err := json.Unmarshal(value, &items)
	for _, item := range items {
		v.Items = append(v.Items, wire.Value(item))
	}
	return err
}

func readPairs(value json.RawMessage, v *wire.Value) error {
	var pairs []struct{ Key, Value reply }
	err := json.Unmarshal(value, &pairs)
	for _, pair := range pairs {
		v.Items = append(v.Items, wire.Value(pair.Key), wire.Value(pair.Value))
	}
	return err
}
