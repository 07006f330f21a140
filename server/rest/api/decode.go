package api

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
)

// decodeJSON reads a request's body into v, a pointer to a struct. It takes
// the place of the generator's own reading (tools/gen/generate.sh puts it
// there), which passes over misspelled and missing members in silence.
func decodeJSON(r *http.Request, v any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is something after the JSON")
	}
	return requireMembers(reflect.ValueOf(v).Elem())
}

// requireMembers finds required members that were not sent. Lists and bytes
// are enough: a number that is missing is 0, which the engines refuse wherever
// one is required.
func requireMembers(v reflect.Value) error {
	if v.Kind() != reflect.Struct {
		return nil
	}
	for i := range v.NumField() {
		field := v.Field(i)
		name, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		switch {
		case field.Kind() == reflect.Slice && field.IsNil() && options == "":
			return errors.New(name + " is missing")
		case field.Kind() == reflect.Struct:
			if err := requireMembers(field); err != nil {
				return err
			}
		}
	}
	return nil
}
