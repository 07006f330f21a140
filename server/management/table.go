package management

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// tableObject is a field table as JSON (rabbit_misc:amqp_table).
func tableObject(t wire.Table) object {
	o := make(object, len(t))
	for _, f := range t {
		o[f.Name] = fieldJSON(f.Value)
	}
	return o
}

// fieldJSON is a value of a table as JSON, which has fewer types: what comes
// back by tableOf may be of another width.
func fieldJSON(v any) any {
	switch v := v.(type) {
	case wire.Table:
		return tableObject(v)
	case wire.Array:
		list := make([]any, len(v))
		for i := range v {
			list[i] = fieldJSON(v[i])
		}
		return list
	case []byte:
		return textJSON(string(v))
	case wire.Decimal: // RabbitMQ shows none: what it is in numbers says most
		return object{"scale": v.Scale, "value": v.Value}
	case string:
		return textJSON(v)
	case float32:
		return floatJSON(float64(v))
	case float64:
		return floatJSON(v)
	}
	return v
}

// textJSON says in RabbitMQ's words what is no text.
func textJSON(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return "Not UTF-8, base64 is: " + base64.StdEncoding.EncodeToString([]byte(s))
}

// floatJSON makes a text of what JSON has no number for: one such argument
// must not spoil a whole list.
func floatJSON(f float64) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return f
}

// tableOf reads arguments from JSON: whole numbers become 64-bit integers
// (rabbit_misc:to_amqp_table). Fields are sorted, since JSON has no order.
func tableOf(v any) (wire.Table, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case object:
		var t wire.Table
		for _, name := range slices.Sorted(maps.Keys(v)) {
			t = append(t, wire.Field{Name: name, Value: fieldOf(v[name])})
		}
		return t, nil
	case []any:
		if len(v) == 0 { // what some clients make of an empty object
			return nil, nil
		}
	}
	return nil, badRequest("arguments must be an object")
}

// fieldOf reads a value; null is AMQP's void.
func fieldOf(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		f, _ := v.Float64() // it was read as a number
		return f
	case object:
		t, _ := tableOf(v)
		return t
	case []any:
		list := make(wire.Array, len(v))
		for i := range v {
			list[i] = fieldOf(v[i])
		}
		return list
	}
	return v
}

// propertiesJSON shows the properties that a message has; a list without
// anything where it has none, as RabbitMQ does.
func propertiesJSON(raw []byte) any {
	p, err := wire.DecodeProperties(raw)
	if err != nil || p.Present == 0 {
		return []any{}
	}
	o := object{}
	for i, field := range p.Texts() {
		if is := wire.TextProperties[i]; p.Has(is.Flag) {
			o[is.Name] = *field
		}
	}
	if p.Has(wire.HasHeaders) {
		o["headers"] = tableObject(p.Headers)
	}
	if p.Has(wire.HasDeliveryMode) {
		o["delivery_mode"] = p.DeliveryMode
	}
	if p.Has(wire.HasPriority) {
		o["priority"] = p.Priority
	}
	if p.Has(wire.HasTimestamp) {
		o["timestamp"] = p.Timestamp
	}
	return o
}

// propertiesOf reads them (rabbit_mgmt_format:to_basic_properties); names that
// are none are passed over.
func propertiesOf(v any) ([]byte, error) {
	o, ok := v.(object)
	if !ok {
		if list, isList := v.([]any); v != nil && (!isList || len(list) > 0) {
			return nil, badRequest("properties must be an object")
		}
	}
	var p wire.Properties
	for i, field := range p.Texts() {
		is := wire.TextProperties[i]
		given, ok := o[is.Name]
		if !ok {
			continue
		}
		text, isText := given.(string)
		if !isText {
			return nil, badRequest([]string{"not_string", is.Name})
		}
		*field = text
		p.Present |= is.Flag
	}
	if given, ok := o["headers"]; ok {
		headers, err := tableOf(given)
		if err != nil {
			return nil, err
		}
		p.Headers, p.Present = headers, p.Present|wire.HasHeaders
	}
	if err := numbersOf(o, &p); err != nil {
		return nil, err
	}
	return wire.AppendProperties(nil, &p), nil
}

// numbersOf reads the properties that are numbers. A text with digits in it is
// refused, as in RabbitMQ.
func numbersOf(o object, p *wire.Properties) error {
	for _, n := range []struct {
		name string
		flag wire.PropertyFlags
		most int64
		set  func(int64)
	}{
		{"delivery_mode", wire.HasDeliveryMode, 255, func(n int64) { p.DeliveryMode = uint8(n) }},
		{"priority", wire.HasPriority, 255, func(n int64) { p.Priority = uint8(n) }},
		{"timestamp", wire.HasTimestamp, 1<<63 - 1, func(n int64) { p.Timestamp = uint64(n) }},
	} {
		given, ok := o[n.name]
		if !ok {
			continue
		}
		number, _ := given.(json.Number)
		value, err := number.Int64()
		if err != nil || value < 0 || value > n.most {
			return badRequest([]string{"not_int", n.name})
		}
		n.set(value)
		p.Present |= n.flag
	}
	return nil
}
