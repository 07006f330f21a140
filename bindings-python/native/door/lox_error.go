package door

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/jsontext"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/command"
)

// LoxErrorDetail gives what Python's exception has beyond code and text, as a
// JSON object: the number of an innerError, and the error as the operations
// tell it. It is nil where err is no error of a program.
func LoxErrorDetail(err error) []byte {
	var e *lox.Error
	if !errors.As(err, &e) {
		return nil
	}
	detail := &jsontext.Writer{}
	var inner *innerError
	if errors.As(err, &inner) {
		detail.Integer("number", inner.number)
	}
	return detail.Raw("error", command.Problem(e)).End()
}
