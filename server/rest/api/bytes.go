package api

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// Bytes are bytes in JSON: a string where they are valid UTF-8, else
// {"base64": "..."}. Both forms are read.
type Bytes []byte

// MarshalJSON writes the string where it can say the bytes.
func (b Bytes) MarshalJSON() ([]byte, error) {
	if utf8.Valid(b) {
		return json.Marshal(string(b))
	}
	return json.Marshal(base64Form{b})
}

// UnmarshalJSON reads either form.
func (b *Bytes) UnmarshalJSON(p []byte) error {
	if len(p) > 0 && p[0] == '"' {
		var s string
		if err := json.Unmarshal(p, &s); err != nil {
			return err
		}
		*b = Bytes(s)
		return nil
	}
	var form struct {
		Base64 *string `json:"base64"`
	}
	if err := json.Unmarshal(p, &form); err != nil || form.Base64 == nil {
		return errBytes
	}
	decoded, err := base64.StdEncoding.DecodeString(*form.Base64)
	if err != nil {
		return errBytes
	}
	*b = decoded
	return nil
}

// base64Form relies on encoding/json, which writes []byte as base64.
type base64Form struct {
	Base64 []byte `json:"base64"`
}

var errBytes = errors.New(`bytes are a string or {"base64": "..."}`)
