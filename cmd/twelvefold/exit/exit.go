// Package exit is how a subcommand ends the program with a code of its own.
package exit

import "strconv"

// Status ends the program with a code. Err is printed first; nil prints
// nothing.
type Status struct {
	Code int
	Err  error
}

// Code ends the program without a message.
func Code(code int) *Status { return &Status{Code: code} }

// Error gives the message, or says the code.
func (s *Status) Error() string {
	if s.Err != nil {
		return s.Err.Error()
	}
	return "exit code " + strconv.Itoa(s.Code)
}

// Unwrap gives the message's error.
func (s *Status) Unwrap() error { return s.Err }

// Codes with a meaning of their own, from BSD's sysexits(3), which the book's
// interpreters use, too.
const (
	Usage     = 64  // the command line was wrong
	Data      = 65  // the input was: for Lox, a syntax error
	Software  = 70  // for Lox, a runtime error
	IO        = 74  // a file could not be read or written
	Interrupt = 130 // 128 and SIGINT's number, as shells have it
)
