package client

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// The cases' JSON and the codec's structures have the same names, but for
// case and underscores: reflection goes between them, which makes this client
// independent of core/amqp/command.

// methodFrom fills m's fields from a JSON object.
func methodFrom(m wire.Method, args map[string]any) error {
	return fill(reflect.ValueOf(m).Elem(), args)
}

func fill(s reflect.Value, args map[string]any) error {
	for name, v := range args {
		if v == nil {
			continue
		}
		f := s.FieldByNameFunc(func(field string) bool {
			return strings.EqualFold(field, strings.ReplaceAll(name, "_", ""))
		})
		if !f.IsValid() {
			return fmt.Errorf("%s has no field %q", s.Type().Name(), name)
		}
		if f.Type() == reflect.TypeFor[wire.Table]() {
			v, ok := v.(map[string]any)
			if !ok {
				return fmt.Errorf("%q is not an object", name)
			}
			f.Set(reflect.ValueOf(tableFrom(v)))
			continue
		}
		text, err := json.Marshal(v)
		if err == nil {
			err = json.Unmarshal(text, f.Addr().Interface())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// propertiesFrom reads the properties that are given, be they empty.
func propertiesFrom(args map[string]any) (wire.Properties, error) {
	var p wire.Properties
	s := reflect.ValueOf(&p).Elem()
	if err := fill(s, args); err != nil {
		return p, err
	}
	for i := 1; i < s.NumField(); i++ {
		if v, given := args[snake(s.Type().Field(i).Name)]; given && v != nil {
			p.Present |= wire.HasContentType >> (i - 1) // fields lie in the order of the flags
		}
	}
	return p, nil
}

// tableFrom gives numbers the types that core/amqp/command documents.
func tableFrom(m map[string]any) wire.Table {
	t := make(wire.Table, 0, len(m))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		t = append(t, wire.Field{Name: name, Value: fieldFrom(m[name])})
	}
	return t
}

func fieldFrom(v any) any {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Int64()
		switch f, _ := v.Float64(); {
		case err != nil:
			return f
		case int64(int32(n)) == n:
			return int32(n)
		}
		return n
	case []any:
		list := make(wire.Array, len(v))
		for i := range v {
			list[i] = fieldFrom(v[i])
		}
		return list
	case map[string]any:
		if b, ok := decoded(v); ok {
			return b
		}
		if n, ok := v["timestamp"].(json.Number); ok && len(v) == 1 {
			seconds, _ := n.Int64()
			return wire.Timestamp(seconds)
		}
		return tableFrom(v)
	}
	return v
}

// decoded reads {"b64": ...}.
func decoded(v any) ([]byte, bool) {
	m, _ := v.(map[string]any)
	text, ok := m["b64"].(string)
	b, err := base64.StdEncoding.DecodeString(text)
	return b, ok && len(m) == 1 && err == nil
}

// methodJSON gives a method's fields by the specification's names.
func methodJSON(m wire.Method) map[string]any { return fields(reflect.ValueOf(m).Elem()) }

func fields(s reflect.Value) map[string]any {
	m := map[string]any{}
	for i := range s.NumField() {
		m[snake(s.Type().Field(i).Name)] = jsonOf(s.Field(i).Interface())
	}
	return m
}

// addContent adds a message's properties and body.
func addContent(m map[string]any, content *answered) {
	s := reflect.ValueOf(&content.props).Elem()
	props := map[string]any{}
	for i := 1; i < s.NumField(); i++ {
		if content.props.Has(wire.HasContentType >> (i - 1)) {
			props[snake(s.Type().Field(i).Name)] = jsonOf(s.Field(i).Interface())
		}
	}
	m["properties"], m["body"] = props, jsonOf(string(content.body))
}

func jsonOf(v any) any {
	switch v := v.(type) {
	case string:
		if !utf8.ValidString(v) {
			return map[string]any{"b64": []byte(v)}
		}
	case []byte:
		return map[string]any{"b64": v}
	case wire.Timestamp:
		return map[string]any{"timestamp": uint64(v)}
	case wire.Table:
		m := map[string]any{}
		for _, f := range v {
			m[f.Name] = jsonOf(f.Value)
		}
		return m
	case wire.Array:
		list := make([]any, len(v))
		for i := range v {
			list[i] = jsonOf(v[i])
		}
		return list
	}
	return v
}

// snake is "ConsumerTag" as "consumer_tag", and "UserID" as "user_id".
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if r >= 'A' && r <= 'Z' {
			if i > 0 && (name[i-1] < 'A' || name[i-1] > 'Z') {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
