package conformance

import (
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Value is what an operation gave back.
type Value struct {
	Kind   string // the word in a Want: status, bulk, int, nil, error, array, map, set, double, bool, floats, push, reply
	Text   []byte // status, bulk, error; reply: JSON
	Code   string // error: its code, where the door tells
	Int    int64  // int; bool as 0 and 1
	Float  float64
	Floats []float64
	Items  []Value // array, set, push; map as key, value, key, value
}

// Shorthands for the engines' results.
func OK() Value              { return Value{Kind: "status", Text: []byte("OK")} }
func Nil() Value             { return Value{Kind: "nil"} }
func Int(n int64) Value      { return Value{Kind: "int", Int: n} }
func Bulk(b []byte) Value    { return Value{Kind: "bulk", Text: b} }
func Double(f float64) Value { return Value{Kind: "double", Float: f} }
func Bool(b bool) Value {
	v := Value{Kind: "bool"}
	if b {
		v.Int = 1
	}
	return v
}
func Floats(f []float64) Value { return Value{Kind: "floats", Floats: f} }

// Bulks is an array of byte strings.
func Bulks[S ~string | ~[]byte](items []S) Value {
	v := Value{Kind: "array"}
	for _, s := range items {
		v.Items = append(v.Items, Bulk([]byte(s)))
	}
	return v
}

// Reply is an operation's JSON answer: null is nil, an empty object the status
// OK of an operation that has nothing to tell.
func Reply(text []byte) Value {
	switch string(text) {
	case "null":
		return Nil()
	case "{}":
		return OK()
	}
	return Value{Kind: "reply", Text: text}
}

// Err is an error as a door gives it.
func Err(err error) Value {
	return Value{Kind: "error", Text: []byte(err.Error()), Code: string(code.Of(err))}
}

// ErrOr is err, or v where there is none.
func ErrOr(err error, v Value) Value {
	if err != nil {
		return Err(err)
	}
	return v
}

// FromRESP turns a decoded reply into a Value.
func FromRESP(r wire.Value) Value {
	v := Value{Text: r.Text, Int: r.Int, Float: r.Float}
	v.Kind = map[wire.Kind]string{
		wire.Status: "status", wire.ErrorKind: "error", wire.BulkError: "error", wire.Integer: "int",
		wire.Bulk: "bulk", wire.Verbatim: "bulk", wire.BigNumber: "bulk", wire.Nil: "nil", wire.Boolean: "bool",
		wire.Double: "double", wire.Array: "array", wire.Set: "set", wire.Map: "map", wire.Push: "push",
	}[r.Kind]
	if r.Kind == wire.Verbatim && len(v.Text) >= 4 {
		v.Text = v.Text[4:] // the format, "txt:"
	}
	for _, item := range r.Items {
		v.Items = append(v.Items, FromRESP(item))
	}
	return v
}

// String is the value in the notation of the cases, for messages.
func (v Value) String() string {
	switch v.Kind {
	case "status", "bulk", "error":
		return "{" + v.Kind + ": " + strconv.Quote(string(v.Text)) + codeText(v.Code) + "}"
	case "int", "bool":
		return "{" + v.Kind + ": " + strconv.FormatInt(v.Int, 10) + "}"
	case "double":
		return "{double: " + strconv.FormatFloat(v.Float, 'g', -1, 64) + "}"
	case "nil":
		return "{nil: true}"
	case "reply":
		return "{reply: " + string(v.Text) + "}"
	}
	var parts []string
	for _, item := range v.Items {
		parts = append(parts, item.String())
	}
	for _, f := range v.Floats {
		parts = append(parts, strconv.FormatFloat(f, 'g', -1, 64))
	}
	return "{" + v.Kind + ": [" + strings.Join(parts, ", ") + "]}"
}

func codeText(c string) string {
	if c == "" {
		return ""
	}
	return ", code: " + c
}
