package realm

import (
	"errors"
	"strconv"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Kind is why a run ended.
type Kind uint8

// The kinds.
const (
	Runtime Kind = iota // the program's own fault
	Steps               // a limit each
	Memory
	Depth
	OutputLimit
	Deadline
	Cancelled
	Host // a function of the host failed
)

// Error ends a run.
type Error struct {
	Kind    Kind
	Message string
	// Hint is a sentence that may help, or empty.
	Hint string
	// Trace is the calls that had not returned, the innermost first. At most
	// MaxTrace of them are kept, half from each end.
	Trace []Frame
	// Skipped is how many calls are left out in the middle of Trace.
	Skipped int
	// Cause is the host's own error, or nil.
	Cause error
}

// Frame is a place in a function.
type Frame struct {
	// Function is the name; empty is the script.
	Function string
	Source   *syntax.Source
	At       syntax.Span
}

// Line is the line of the frame's place.
func (f Frame) Line() int { return f.Source.LastLine(f.At) }

// String gives the frame as the book's C interpreter prints it.
func (f Frame) String() string {
	where := "script"
	if f.Function != "" {
		where = f.Function + "()"
	}
	return "[line " + strconv.Itoa(f.Line()) + "] in " + where
}

// MaxTrace is how many frames of a trace are kept.
const MaxTrace = 128

func (e *Error) Error() string { return e.Message }

// Unwrap gives the host's own error.
func (e *Error) Unwrap() error { return e.Cause }

// Fail makes an error of a kind.
func Fail(kind Kind, message string) *Error { return &Error{Kind: kind, Message: message} }

// Wrap turns what a native or the heap answered into an Error.
func Wrap(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	var m *object.ErrMemory
	if errors.As(err, &m) {
		return Fail(Memory, "Out of memory.")
	}
	return &Error{Kind: Host, Message: err.Error(), Cause: err}
}

// Add appends the next frame outwards.
func (e *Error) Add(f Frame) {
	if len(e.Trace) < MaxTrace {
		e.Trace = append(e.Trace, f)
		return
	}
	// Of the outer half, the oldest goes.
	copy(e.Trace[MaxTrace/2:], e.Trace[MaxTrace/2+1:])
	e.Trace[MaxTrace-1] = f
	e.Skipped++
}
