// Package code holds the error codes that every door carries. The list itself
// (codes_gen.go) is generated from schema/openapi.yaml, so that Go, Python and
// TypeScript name the same things.
package code

import "errors"

// Coded is an error that knows its code.
type Coded interface {
	error
	ErrorCode() Code
}

// Error is the plain coded error: engines keep a closed list of them.
type Error struct {
	Code Code
	Text string // a sentence that begins with the package's name
}

// New makes one entry of an engine's list.
func New(c Code, text string) *Error { return &Error{c, text} }

func (e *Error) Error() string { return e.Text }

// ErrorCode makes Error a Coded.
func (e *Error) ErrorCode() Code { return e.Code }

// With wraps cause under e: errors.Is finds both, the text says both.
func (e *Error) With(cause error) error { return &wrapped{e, cause} }

type wrapped struct {
	kind  *Error
	cause error
}

func (w *wrapped) Error() string   { return w.kind.Text + ": " + w.cause.Error() }
func (w *wrapped) Unwrap() []error { return []error{w.kind, w.cause} }
func (w *wrapped) ErrorCode() Code { return w.kind.Code }

// Of gives the code of the first Coded error in err's tree, Internal where
// there is none, and "" for nil.
func Of(err error) Code {
	if err == nil {
		return ""
	}
	var c Coded
	if errors.As(err, &c) {
		return c.ErrorCode()
	}
	return Internal
}
