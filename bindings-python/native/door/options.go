package door

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/core/code"
)

var errOptions = code.New(code.InvalidArgument, "python: options")

// decode reads options written as one JSON object into a struct whose fields
// stand for what the engine knows. A name that it does not know is an error,
// for a misspelled limit must not be no limit.
func decode(options string, into any) error {
	d := json.NewDecoder(strings.NewReader(options))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return errOptions.With(plain(err))
	}
	return nil
}

// plain says what encoding/json found, without naming Go's types.
func plain(err error) error {
	var t *json.UnmarshalTypeError
	if errors.As(err, &t) {
		return errors.New(t.Field + " can't be a " + t.Value)
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// milliseconds is a duration as options give it.
func milliseconds(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }
