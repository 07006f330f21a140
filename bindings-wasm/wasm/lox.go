//go:build wasm && !nolox

package main

import (
	"context"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/command"
)

// interp is an open interpreter of Lox, with what the host has of it.
type interp struct {
	*lox.Interp
	session *command.Session // on the same, for lox_command
	objects loxObjects
	// inHost has the context of each function of the host that this
	// interpreter is in, the innermost last: what such a function runs here
	// runs inside the run that called it.
	inHost []context.Context
}

var interps = table[*interp]{closed: lox.ErrClosed}

// The switches of lox_open.
const (
	loxStd    = 1 // the limits and the numbers of the book's interpreter
	loxPrints = 2 // output is a function of the host
)

// loxOpen makes an interpreter. The engine's name is staged; empty, and a limit
// of 0, are the engine's defaults. output is the function of the host that
// takes what programs print, a string at a time.
//
//go:wasmexport lox_open
func loxOpen(engineLen uint32, flags int32, maxSteps, maxMemory, maxDepth, maxOutput, maxSource, timeoutMS float64, output uint32) (status int32) {
	defer caught(&status)
	o := lox.Options{
		Engine: lox.Engine(text(0, engineLen)), Std: flags&loxStd != 0,
		MaxSteps: int64(maxSteps), MaxMemory: int(maxMemory), MaxDepth: int(maxDepth),
		MaxOutput: int64(maxOutput), MaxSource: int(maxSource), Timeout: duration(timeoutMS),
	}
	if flags&loxPrints != 0 {
		o.Output = hostWriter(output)
	}
	session, err := command.New(here, o)
	if err != nil {
		return failed(err)
	}
	in := &interp{Interp: session.Interp(), session: session}
	began(in.Interp)
	return interps.add(in)
}

// hostWriter is a function of the host that takes text.
type hostWriter uint32

func (w hostWriter) Write(p []byte) (int, error) {
	if _, err := callHost(uint32(w), appendPlain(nil, string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

//go:wasmexport lox_reset
func loxReset(h uint32) (status int32) {
	defer caught(&status)
	_, err := interps.get(h).operate("reset", nil)
	return done(err)
}

// loxCommand runs an operation of core/lox/command, whose name and arguments
// (JSON) are staged, and leaves its reply (JSON).
//
//go:wasmexport lox_command
func loxCommand(h, opLen, argsLen uint32) (status int32) {
	defer caught(&status)
	in := interps.get(h)
	reply, err := in.operate(text(0, opLen), []byte(text(opLen, argsLen)))
	if err != nil {
		return in.failed(err)
	}
	return give(reply)
}

// operate runs an operation: inside the run, where a function of the host asks
// for it.
func (in *interp) operate(op string, args []byte) ([]byte, error) {
	return in.session.Do(in.context(0), op, args)
}

// loxUsage packs what the last run has taken, or the one that goes on.
//
//go:wasmexport lox_usage
func loxUsage(h uint32) (status int32) {
	defer caught(&status)
	u, err := interps.get(h).Usage()
	if err != nil {
		return failed(err)
	}
	var p stats
	p.add("steps", float64(u.Steps))
	p.add("output", float64(u.Output))
	p.add("memory", float64(u.Memory))
	return give(p)
}

// loxHeld leaves how many bytes the program's values hold.
//
//go:wasmexport lox_held
func loxHeld(h uint32) (status int32) {
	defer caught(&status)
	return counted(interps.get(h).Held())
}

//go:wasmexport lox_stats
func loxStats(h uint32) (status int32) {
	defer caught(&status)
	s := interps.get(h).Stats()
	var p stats
	p.add("runs", float64(s.Runs))
	p.add("errors", float64(s.Errors))
	p.add("steps", float64(s.Steps))
	p.add("output", float64(s.Output))
	p.add("memory", float64(s.Memory))
	p.add("globals", float64(s.Globals))
	return give(p)
}

// loxClose ends an interpreter and all handles to its objects.
//
//go:wasmexport lox_close
func loxClose(h uint32) (status int32) {
	defer caught(&status)
	in := interps.get(h)
	if len(in.inHost) > 0 {
		return failed(lox.ErrBusy)
	}
	ended(in.Interp)
	interps.take(h)
	return done(in.session.Close())
}
