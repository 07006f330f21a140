package jsontext

import (
	"errors"
	"math"
	"strconv"
)

// Args are the arguments of an operation, given as an object. Reading one
// notes its name, so that Check finds those that the operation has not asked
// for; the first thing wrong is kept.
type Args struct {
	given Object
	asked []string
	err   error
}

// NewArgs makes arguments of an object.
func NewArgs(o Object) Args { return Args{given: o} }

// ReadArgs makes arguments of what a parser gave.
//
// Errors: it is no object.
func ReadArgs(v any) (Args, error) {
	o, ok := v.(Object)
	if !ok {
		return Args{}, errors.New("they are not a JSON object")
	}
	return NewArgs(o), nil
}

// ParseArgs reads arguments with a parser of this package; no text at all is
// an empty object.
//
// Errors: those of the parser and of ReadArgs.
func ParseArgs(text []byte, parse func([]byte) (any, error)) (Args, error) {
	if len(text) == 0 {
		return Args{}, nil
	}
	v, err := parse(text)
	if err != nil {
		return Args{}, err
	}
	return ReadArgs(v)
}

// Check gives the first thing that is wrong: a value of another type, or a
// name that the operation does not know.
func (a *Args) Check() error {
	if a.err != nil {
		return a.err
	}
next:
	for _, m := range a.given {
		for _, name := range a.asked {
			if m.Name == name {
				continue next
			}
		}
		return errors.New("there is no argument " + strconv.Quote(m.Name))
	}
	return nil
}

// Err is the first value of a wrong type among those read so far.
func (a *Args) Err() error { return a.err }

// Ask notes a name as known, and tells whether it is given, be it as null.
func (a *Args) Ask(name string) bool {
	a.asked = append(a.asked, name)
	_, ok := a.given.Get(name)
	return ok
}

// Get gives an argument; null counts as not given.
func (a *Args) Get(name string) (any, bool) {
	a.asked = append(a.asked, name)
	v, _ := a.given.Get(name)
	return v, v != nil
}

// Wrong notes what an argument is not, as in "true or false".
func (a *Args) Wrong(name, should string) {
	a.Fail(errors.New(strconv.Quote(name) + " is not " + should))
}

// Fail notes what else is wrong with an argument; nil is nothing.
func (a *Args) Fail(err error) {
	if a.err == nil {
		a.err = err
	}
}

// Bytes is a string, or {"b64": "..."}; nil where it is not given.
func (a *Args) Bytes(name string) []byte {
	v, ok := a.Get(name)
	if !ok {
		return nil
	}
	switch v := v.(type) {
	case string:
		return []byte(v)
	case Object:
		if b, ok := v.Base64(); ok {
			return b
		}
	}
	a.Wrong(name, `a string or {"b64": "..."}`)
	return nil
}

// Flag is true or false, otherwise where it is not given.
func (a *Args) Flag(name string, otherwise bool) bool {
	v, ok := a.Get(name)
	if !ok {
		return otherwise
	}
	b, ok := v.(bool)
	if !ok {
		a.Wrong(name, "true or false")
	}
	return b
}

// Integer is a whole number from 0 to most; 0 where it is not given.
func (a *Args) Integer(name string, most int64) int64 {
	v, ok := a.Get(name)
	if !ok {
		return 0
	}
	n, ok := v.(int64)
	if f, isFloat := v.(float64); isFloat && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		n, ok = int64(f), true
	}
	if !ok || n < 0 || n > most {
		a.Wrong(name, "an integer from 0 to "+strconv.FormatInt(most, 10))
		return 0
	}
	return n
}
