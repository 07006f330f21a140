package command

import (
	"math"
	"strconv"

	"github.com/twelvefold/twelvefold/core/jsontext"
	"github.com/twelvefold/twelvefold/core/lox"
)

// maxObjects is how many objects a session knows by their ids.
const maxObjects = 1000

// objects are those that have left the session, by the ids that they have
// there. The zero value has none.
type objects struct {
	byID map[int64]lox.Value
	ids  map[any]int64 // by Value.Same
	// oldest and last are the ids that were given out and are not forgotten
	// for their age.
	oldest, last int64
}

// none forgets all objects. Ids are not given out twice.
func (o *objects) none() objects { return objects{oldest: o.last, last: o.last} }

// name gives the id of an object. The interpreter keeps it, so that it stays
// in the account of memory.
func (s *Session) name(v lox.Value) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := &s.objects
	if id, ok := o.ids[v.Same()]; ok {
		return id, nil
	}
	if err := s.in.Keep(v); err != nil {
		return 0, err
	}
	if o.byID == nil {
		o.byID, o.ids = map[int64]lox.Value{}, map[any]int64{}
	}
	o.last++
	o.byID[o.last], o.ids[v.Same()] = v, o.last
	if o.last-o.oldest > maxObjects {
		o.oldest++
		return o.last, s.release(o.oldest)
	}
	return o.last, nil
}

// release forgets an object. The caller holds mu.
func (s *Session) release(id int64) error {
	v, ok := s.objects.byID[id]
	if !ok {
		return nil
	}
	delete(s.objects.byID, id)
	delete(s.objects.ids, v.Same())
	return s.in.Release(v)
}

// find gives an object by its id.
func (s *Session) find(id int64) (lox.Value, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.objects.byID[id]
	if !ok {
		return lox.Value{}, ErrNoObject
	}
	return v, nil
}

// fromJSON makes of a JSON value what the interpreter takes.
func (s *Session) fromJSON(v any) (any, error) {
	o, ok := v.(jsontext.Object)
	if !ok {
		if _, list := v.(jsontext.Array); list {
			return nil, lox.ErrType
		}
		return v, nil
	}
	if b, ok := o.Base64(); ok {
		return string(b), nil
	}
	switch o.Only("number") {
	case "inf":
		return math.Inf(1), nil
	case "-inf":
		return math.Inf(-1), nil
	case "nan":
		return math.NaN(), nil
	}
	if id, ok := o.Get("id"); ok {
		if id, ok := id.(float64); ok {
			return s.find(int64(id))
		}
	}
	return nil, lox.ErrType
}

// appendValue writes a value, and names it where it is an object.
func (s *Session) appendValue(dst []byte, v lox.Value) ([]byte, error) {
	switch v.Type() {
	case lox.Callable, lox.Object:
		id, err := s.name(v)
		if err != nil {
			return nil, err
		}
		dst = append(dst, `{"object":`...)
		dst = append(jsontext.AppendText(dst, v.String()), `,"id":`...)
		return append(strconv.AppendInt(dst, id, 10), '}'), nil
	case lox.String:
		if most := s.in.Options().MaxOutput; most > 0 && int64(len(v.Text())) > most {
			return nil, ErrValueTooLarge
		}
	}
	return appendPlain(dst, v), nil
}

// appendPlain writes a value that needs no name.
func appendPlain(dst []byte, v lox.Value) []byte {
	switch v.Type() {
	case lox.NilType:
		return append(dst, "null"...)
	case lox.Bool:
		return strconv.AppendBool(dst, v.Truthy())
	case lox.Number:
		return appendNumber(dst, v.Float())
	case lox.String:
		return jsontext.AppendText(dst, v.Text())
	}
	return append(jsontext.AppendText(append(dst, `{"object":`...), v.String()), '}')
}

// appendNumber writes a number so that any reader of JSON gets the same one.
func appendNumber(dst []byte, n float64) []byte {
	switch {
	case math.IsNaN(n):
		return append(dst, `{"number":"nan"}`...)
	case math.IsInf(n, 1):
		return append(dst, `{"number":"inf"}`...)
	case math.IsInf(n, -1):
		return append(dst, `{"number":"-inf"}`...)
	case n == 0 && math.Signbit(n):
		return append(dst, "-0.0"...) // -0 would be an integer to some, and lose its sign
	case n == math.Trunc(n) && math.Abs(n) < 1e21:
		return strconv.AppendFloat(dst, n, 'f', -1, 64)
	}
	return strconv.AppendFloat(dst, n, 'g', -1, 64)
}
