package api

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
)

// Float is a float64 in JSON. NaN and the infinities, for which JSON has no
// word, are the strings that Protocol Buffers' JSON mapping uses.
type Float float64

// MarshalJSON writes the shortest form that reads back as the same number.
func (f Float) MarshalJSON() ([]byte, error) { return appendFloat(nil, float64(f)), nil }

// UnmarshalJSON reads a number or one of the three strings.
func (f *Float) UnmarshalJSON(p []byte) error {
	switch string(p) {
	case `"NaN"`:
		*f = Float(math.NaN())
	case `"Infinity"`:
		*f = Float(math.Inf(1))
	case `"-Infinity"`:
		*f = Float(math.Inf(-1))
	default:
		var v float64
		if err := json.Unmarshal(p, &v); err != nil || string(p) == "null" {
			return errFloat
		}
		*f = Float(v)
	}
	return nil
}

// FloatArray is []float64 with the JSON of Float.
type FloatArray []float64

// MarshalJSON writes null as an empty array: a result has no third state.
func (a FloatArray) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, 2+20*len(a))
	b = append(b, '[')
	for i, v := range a {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendFloat(b, v)
	}
	return append(b, ']'), nil
}

// UnmarshalJSON tries plain numbers first: without the three strings, which
// are rare, that is several times faster.
func (a *FloatArray) UnmarshalJSON(p []byte) error {
	var plain []*float64
	if err := json.Unmarshal(p, &plain); err == nil && plain != nil {
		return a.setAll(plain)
	}
	var each []Float
	if err := json.Unmarshal(p, &each); err != nil || each == nil {
		return errFloat
	}
	*a = make(FloatArray, len(each))
	for i, v := range each {
		(*a)[i] = float64(v)
	}
	return nil
}

// setAll refuses null among the numbers, which encoding/json would pass over
// in silence.
func (a *FloatArray) setAll(values []*float64) error {
	*a = make(FloatArray, len(values))
	for i, v := range values {
		if v == nil {
			return errFloat
		}
		(*a)[i] = *v
	}
	return nil
}

func appendFloat(b []byte, v float64) []byte {
	switch {
	case math.IsNaN(v):
		return append(b, `"NaN"`...)
	case math.IsInf(v, 1):
		return append(b, `"Infinity"`...)
	case math.IsInf(v, -1):
		return append(b, `"-Infinity"`...)
	}
	if e := math.Abs(v); e != 0 && (e < 1e-6 || e >= 1e21) {
		return strconv.AppendFloat(b, v, 'e', -1, 64) // as JavaScript does
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

var errFloat = errors.New(`a number is a JSON number, "NaN", "Infinity" or "-Infinity"`)
