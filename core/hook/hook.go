// Package hook is how an engine runs a function that a user wrote, without
// knowing in which language: compiled once, called with typed arguments, and
// under limits each time.
//
//	h, err := compile.Compile("price.lox", source, "price", hook.Limits{Steps: 10_000})
//	v, err := h.Call(ctx, "apples", 3.0)
package hook

import (
	"context"
	"time"
)

// Value is what goes in and comes out: nil, bool, float64 or string. Anything
// else is an error with code wrong_type.
type Value = any

// Limits are what one call may use. Zero of any takes the compiler's default.
type Limits struct {
	Steps  int64 // calls and leaps back
	Memory int   // bytes held
	Depth  int   // of calls in calls
	Output int64 // bytes printed
	Time   time.Duration
}

// Hook is a compiled function. It is safe for concurrent use; one call runs at
// a time.
type Hook interface {
	// Call runs the function. What it has left in its own variables is there
	// the next time, also after an error.
	//
	// Errors have the codes runtime_error, limit_exceeded, timeout, cancelled,
	// wrong_type and closed.
	Call(ctx context.Context, args ...Value) (Value, error)
	// Close ends the hook; closing twice is no error.
	Close() error
}

// Compiler makes hooks of one language.
type Compiler interface {
	// Compile runs source once, and gives the function that it has defined
	// under the name function.
	//
	// Errors: those of Call, syntax_error, and not_found where source defines
	// no such function.
	Compile(name, source, function string, limits Limits) (Hook, error)
}
