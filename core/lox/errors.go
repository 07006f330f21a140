package lox

import (
	"errors"
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// The closed list of this engine's errors. Those of a program are *Error, and
// errors.Is finds one of these in them.
var (
	// ErrSyntax: the source breaks a rule of the language.
	ErrSyntax = code.New(code.SyntaxError, "lox: syntax error")
	// ErrRuntime: the program failed.
	ErrRuntime = code.New(code.RuntimeError, "lox: runtime error")
	// ErrHost: a function of the host failed; its error is in the tree.
	ErrHost = code.New(code.RuntimeError, "lox: host function failed")
	// ErrSteps: the run took more steps than MaxSteps.
	ErrSteps = code.New(code.LimitExceeded, "lox: step limit reached")
	// ErrMemory: the program holds more than MaxMemory.
	ErrMemory = code.New(code.LimitExceeded, "lox: memory limit reached")
	// ErrDepth: calls lie deeper in each other than MaxDepth.
	ErrDepth = code.New(code.LimitExceeded, "lox: depth limit reached")
	// ErrOutput: the run printed more than MaxOutput.
	ErrOutput = code.New(code.LimitExceeded, "lox: output limit reached")
	// ErrTimeout: the run took longer than Timeout or its context's deadline.
	ErrTimeout = code.New(code.Timeout, "lox: time is up")
	// ErrCancelled: the run's context was cancelled.
	ErrCancelled = code.New(code.Cancelled, "lox: cancelled")
	// ErrBusy: the interpreter is running. A host function calls back with the
	// context that it was given; whoever else wants to run opens one more.
	ErrBusy = code.New(code.Locked, "lox: interpreter is running")
	// ErrNotDefined: there is no global of that name.
	ErrNotDefined = code.New(code.NotFound, "lox: no global of that name")
	// ErrNoProperty: the value has no property of that name.
	ErrNoProperty = code.New(code.NotFound, "lox: no property of that name")
	// ErrName: a global's name is not one that a program could use.
	ErrName = code.New(code.InvalidArgument, "lox: not a name")
	// ErrType: the host gave a value that Lox does not have.
	ErrType = code.New(code.WrongType, "lox: no such type of value: nil, bool, number, string and lox values go in")
	// ErrForeign: the value belongs to another interpreter.
	ErrForeign = code.New(code.InvalidArgument, "lox: value of another interpreter")
	// ErrNoFunction: a host function has no Call.
	ErrNoFunction = code.New(code.InvalidArgument, "lox: host function without Call")
	// ErrSourceTooLarge: the source is longer than MaxSource.
	ErrSourceTooLarge = code.New(code.TooLarge, "lox: source is larger than max_source")
	// ErrUnknownEngine: there are fast and tree.
	ErrUnknownEngine = code.New(code.InvalidArgument, "lox: engine must be fast or tree")
	// ErrNegativeLimit: a limit given at opening is below zero.
	ErrNegativeLimit = code.New(code.InvalidArgument, "lox: limit is negative")
	// ErrDepthTooLarge: MaxDepth is over MaxMaxDepth.
	ErrDepthTooLarge = code.New(code.OutOfRange, "lox: max_depth is over 20000")
	// ErrClosed: the interpreter was closed.
	ErrClosed = code.New(code.Closed, "lox: interpreter is closed")
)

// kinds are the list's errors for the reasons that end a run.
var kinds = [...]*code.Error{
	realm.Runtime:     ErrRuntime,
	realm.Steps:       ErrSteps,
	realm.Memory:      ErrMemory,
	realm.Depth:       ErrDepth,
	realm.OutputLimit: ErrOutput,
	realm.Deadline:    ErrTimeout,
	realm.Cancelled:   ErrCancelled,
	realm.Host:        ErrHost,
}

// Frame is a place in a function that had not returned.
type Frame = realm.Frame

// Diagnostic is a place in a source that breaks a rule.
type Diagnostic = syntax.Diagnostic

// Error is how a program ended: it could not be read, failed, or met a limit.
type Error struct {
	kind *code.Error
	// Message is the book's sentence, such as "Operands must be numbers."
	Message string
	// Hint may help, or is empty.
	Hint string
	// Source is where the error is, and Diagnostics what is wrong with it;
	// only of a syntax error.
	Source      *syntax.Source
	Diagnostics []Diagnostic
	// Trace is the calls that had not returned, the innermost first; Skipped
	// of them are left out in the middle.
	Trace   []Frame
	Skipped int
	cause   error
	in      *Interp // whose run it ended; nil of a syntax error
}

func (in *Interp) newError(e *realm.Error) *Error {
	return &Error{in: in, kind: kinds[e.Kind], Message: e.Message, Hint: e.Hint, Trace: e.Trace, Skipped: e.Skipped, cause: e.Cause}
}

func newSyntaxError(f *syntax.File, found []Diagnostic) *Error {
	return &Error{kind: ErrSyntax, Message: found[0].Message, Hint: found[0].Hint, Source: f.Source, Diagnostics: found}
}

// Error gives the first line of Book.
func (e *Error) Error() string {
	if len(e.Diagnostics) > 0 {
		return e.Diagnostics[0].String()
	}
	if len(e.Trace) > 0 {
		return e.Message + " [line " + strconv.Itoa(e.Line()) + "]"
	}
	return e.Message
}

// ErrorCode makes Error a code.Coded.
func (e *Error) ErrorCode() code.Code { return e.kind.Code }

// Unwrap gives the entry of the list, and a host's own error.
func (e *Error) Unwrap() []error {
	if e.cause != nil {
		return []error{e.kind, e.cause}
	}
	return []error{e.kind}
}

// Kind names the reason in a word: syntax, runtime, host, steps, memory,
// depth, output, timeout, cancelled.
func (e *Error) Kind() string {
	switch e.kind {
	case ErrSyntax:
		return "syntax"
	case ErrHost:
		return "host"
	case ErrSteps:
		return "steps"
	case ErrMemory:
		return "memory"
	case ErrDepth:
		return "depth"
	case ErrOutput:
		return "output"
	case ErrTimeout:
		return "timeout"
	case ErrCancelled:
		return "cancelled"
	}
	return "runtime"
}

// Line is the line of the error, 0 where it has none.
func (e *Error) Line() int {
	switch {
	case len(e.Diagnostics) > 0:
		return e.Diagnostics[0].Line
	case len(e.Trace) > 0:
		return e.Trace[0].Line()
	}
	return 0
}

// Book gives the lines that the book's C interpreter writes to its standard
// error.
func (e *Error) Book() string {
	var b strings.Builder
	for _, d := range e.Diagnostics {
		b.WriteString(d.String() + "\n")
	}
	if e.kind != ErrSyntax {
		b.WriteString(e.Message + "\n")
		e.frames(&b, "")
	}
	return b.String()
}

// frames writes the trace, a line each.
func (e *Error) frames(b *strings.Builder, indent string) {
	for i, f := range e.Trace {
		if e.Skipped > 0 && i == len(e.Trace)/2 {
			b.WriteString(indent + "... " + strconv.Itoa(e.Skipped) + " more\n")
		}
		b.WriteString(indent + f.String() + "\n")
	}
}

// Report draws the error for a reader: the place in its line with a caret, a
// hint, and the calls.
func (e *Error) Report() string {
	var b strings.Builder
	for _, d := range e.Diagnostics {
		b.WriteString(place(e.Source, d.At) + "error" + d.Where + ": " + d.Message + "\n")
		b.WriteString(syntax.Excerpt(e.Source, d.At))
		hint(&b, d.Hint)
	}
	if e.kind == ErrSyntax {
		return b.String()
	}
	if len(e.Trace) > 0 {
		at := e.Trace[0]
		b.WriteString(place(at.Source, at.At) + e.Kind() + " error: " + e.Message + "\n")
		b.WriteString(syntax.Excerpt(at.Source, at.At))
	} else {
		b.WriteString(e.Kind() + " error: " + e.Message + "\n")
	}
	hint(&b, e.Hint)
	e.frames(&b, "  ")
	return b.String()
}

func place(s *syntax.Source, at syntax.Span) string {
	return s.Name + ":" + strconv.Itoa(s.Line(at.Start)) + ":" + strconv.Itoa(s.Column(at.Start)) + ": "
}

func hint(b *strings.Builder, text string) {
	if text != "" {
		b.WriteString("  hint: " + text + "\n")
	}
}

// exported turns what an engine answers into what the host sees.
func (in *Interp) exported(err error) error {
	var e *realm.Error
	if errors.As(err, &e) {
		return in.newError(e)
	}
	return err
}
