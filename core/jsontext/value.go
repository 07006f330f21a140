package jsontext

import "encoding/base64"

// Object is a JSON object.
type Object []Member

// Member is a name and its value: nil, bool, int64, float64, string, Array or
// Object.
type Member struct {
	Name  string
	Value any
}

// Array is a JSON array.
type Array []any

// Get gives the value of the first member of a name.
func (o Object) Get(name string) (any, bool) {
	for _, m := range o {
		if m.Name == name {
			return m.Value, true
		}
	}
	return nil, false
}

// Only gives the value of an object that has this one member and no other,
// else nil.
func (o Object) Only(name string) any {
	if len(o) != 1 || o[0].Name != name {
		return nil
	}
	return o[0].Value
}

// Base64 gives the bytes of an object {"b64": "..."}.
func (o Object) Base64() ([]byte, bool) {
	text, ok := o.Only("b64").(string)
	if !ok {
		return nil, false
	}
	b, err := base64.StdEncoding.DecodeString(text)
	return b, err == nil
}
