//go:build wasm && !nolox

package main

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/lox"
)

// lastError is the error of the last run that failed, for lox_error.
var lastError error

// failed leaves the error of a run. lox_error has the rest of it.
func (in *interp) failed(err error) int32 {
	lastError = err
	return failed(err)
}

// loxError packs what there is to know of the error that the last lox_eval or
// lox_call left: numbers first, of what function of the host it is (see
// thrown) and of the failure (see failures), 0 for none; then, of an error of
// a program, its kind, message, hint, report, the lines of the book's
// interpreter and its line; how many frames of the trace were skipped and how
// many are there, each with function, source, line, column and length; last,
// each diagnostic with line, column, length, message and hint. statusMiss: it is no
// error of a program, and has no more than the numbers.
//
//go:wasmexport lox_error
func loxError() (status int32) {
	defer caught(&status)
	number := 0.0
	if t, ok := errors.AsType[*thrown](lastError); ok {
		number = float64(t.number)
	}
	out := appendNumber(appendNumber(nil, number), float64(noteFailure(lastError)))
	e, ok := errors.AsType[*lox.Error](lastError)
	lastError = nil
	if !ok {
		give(out)
		return statusMiss
	}
	for _, text := range []string{e.Kind(), e.Message, e.Hint, e.Report(), e.Book()} {
		out = appendField(out, text)
	}
	out = appendNumber(out, float64(e.Line()))
	out = appendNumber(appendNumber(out, float64(e.Skipped)), float64(len(e.Trace)))
	for _, f := range e.Trace {
		out = appendField(appendField(out, f.Function), f.Source.Name)
		out = appendNumber(appendNumber(out, float64(f.Line())), float64(f.Source.Column(f.At.Start)))
		out = appendNumber(out, float64(f.At.End-f.At.Start))
	}
	for _, d := range e.Diagnostics {
		out = appendNumber(appendNumber(out, float64(d.Line)), float64(e.Source.Column(d.At.Start)))
		out = appendField(appendField(appendNumber(out, float64(d.At.End-d.At.Start)), d.Message), d.Hint)
	}
	return give(out)
}
