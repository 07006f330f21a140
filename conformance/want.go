package conformance

import (
	"encoding/base64"
	"fmt"
	"math"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Want is what a step expects: one kind, with the tolerance in its name.
type Want struct {
	kind  string
	value Value  // for the exact kinds
	items []Want // array, unordered, set; map as key, value, key, value
	code  string
	lo    int64 // int_range
	hi    int64
	match *regexp.Regexp
	text  string         // any: the kind
	reply map[string]any // the fields to compare
}

// UnmarshalYAML reads {kind: value}, for errors with an optional code beside.
func (w *Want) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: want is {kind: value}", n.Line)
	}
	for i := 0; i < len(n.Content); i += 2 {
		key, val := n.Content[i].Value, n.Content[i+1]
		if key == "code" {
			w.code = val.Value
			continue
		}
		if w.kind != "" {
			return fmt.Errorf("line %d: want has two kinds, %s and %s", n.Line, w.kind, key)
		}
		w.kind = key
		if err := w.read(val); err != nil {
			return fmt.Errorf("line %d: %s: %w", val.Line, key, err)
		}
	}
	return nil
}

func (w *Want) read(n *yaml.Node) (err error) {
	switch w.kind {
	case "status", "bulk", "error":
		w.value.Text = []byte(n.Value)
	case "bulk_b64":
		w.kind = "bulk"
		w.value.Text, err = base64.StdEncoding.DecodeString(n.Value)
	case "int":
		err = n.Decode(&w.value.Int)
	case "bool":
		var b bool
		err = n.Decode(&b)
		w.value = Bool(b)
	case "double":
		err = n.Decode(&w.value.Float)
	case "floats":
		err = n.Decode(&w.value.Floats)
	case "nil":
	case "array", "unordered", "set", "push":
		err = n.Decode(&w.items)
	case "map":
		var pairs [][]Want
		err = n.Decode(&pairs)
		w.items = slices.Concat(pairs...)
		if len(w.items)%2 != 0 {
			return fmt.Errorf("a map is [[key, value], ...]")
		}
	case "any":
		w.text = n.Value
	case "int_range":
		var r [2]int64
		err = n.Decode(&r)
		w.lo, w.hi = r[0], r[1]
	case "reply":
		err = n.Decode(&w.reply)
	case "match":
		w.match, err = regexp.Compile("^(?s:" + n.Value + ")$")
	default:
		return fmt.Errorf("unknown kind")
	}
	return err
}

// Check compares and gives "" where v is what was wanted, else what is wrong.
func (w *Want) Check(v Value) string {
	if w.matches(v) {
		return ""
	}
	return fmt.Sprintf("got %s, want %s", v, w)
}

func (w *Want) matches(v Value) bool {
	switch w.kind {
	case "any":
		return v.Kind == w.text
	case "int_range":
		return v.Kind == "int" && w.lo <= v.Int && v.Int <= w.hi
	case "match":
		return (v.Kind == "bulk" || v.Kind == "status" || v.Kind == "error") && w.match.Match(v.Text)
	case "unordered":
		return (v.Kind == "array" || v.Kind == "set") && sameItems(w.items, v.Items, 1)
	}
	if v.Kind != w.kind {
		return false
	}
	switch w.kind {
	case "status", "bulk":
		return string(v.Text) == string(w.value.Text)
	case "error":
		return string(v.Text) == string(w.value.Text) && (w.code == "" || v.Code == "" || v.Code == w.code)
	case "int", "bool":
		return v.Int == w.value.Int
	case "double":
		return near(v.Float, w.value.Float)
	case "floats":
		return slices.EqualFunc(v.Floats, w.value.Floats, near)
	case "array", "push":
		return slices.EqualFunc(w.items, v.Items, func(w Want, v Value) bool { return w.matches(v) })
	case "reply":
		return matchesReply(w.reply, v.Text)
	case "set":
		return sameItems(w.items, v.Items, 1)
	case "map":
		return sameItems(w.items, v.Items, 2)
	}
	return v.Kind == "nil"
}

// sameItems compares groups of n items in any order.
func sameItems(want []Want, got []Value, n int) bool {
	if len(want) != len(got) {
		return false
	}
	used := make([]bool, len(got))
next:
	for i := 0; i < len(want); i += n {
		for j := 0; j < len(got); j += n {
			if used[j] || !slices.EqualFunc(want[i:i+n], got[j:j+n], func(w Want, v Value) bool { return w.matches(v) }) {
				continue
			}
			used[j] = true
			continue next
		}
		return false
	}
	return true
}

// near allows for the last digits: 1e-9 relative; NaN equals NaN.
func near(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return a == b || math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b), 1e-3)
}

// String is the want in the notation of the cases.
func (w *Want) String() string {
	switch w.kind {
	case "any":
		return "{any: " + w.text + "}"
	case "int_range":
		return fmt.Sprintf("{int_range: [%d, %d]}", w.lo, w.hi)
	case "match":
		return "{match: " + w.match.String() + "}"
	case "reply":
		return "{reply: " + replyText(w.reply) + "}"
	case "array", "unordered", "set", "map", "push":
		text := "{" + w.kind + ": ["
		for i := range w.items {
			if i > 0 {
				text += ", "
			}
			text += w.items[i].String()
		}
		return text + "]}"
	}
	v := w.value
	v.Kind, v.Code = w.kind, w.code
	return v.String()
}
