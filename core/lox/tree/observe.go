package tree

import "github.com/twelvefold/twelvefold/core/lox/syntax"

// Observer is told of each statement before it runs, with the environment it
// will run in; depth is the number of calls that have not returned, 1 in the
// script. An error ends the run.
type Observer func(s syntax.Stmt, env *Environment, depth int) error

// Observe sets the observer, from now on; nil is none.
func (e *Engine) Observe(o Observer) { e.observer = o }

func (f *frame) observe(s syntax.Stmt) error {
	if f.engine.observer == nil {
		return nil
	}
	return f.tell(s)
}

func (f *frame) tell(s syntax.Stmt) error {
	f.stmt = s
	depth := 0
	for at := f; at != nil; at = at.caller {
		depth++
	}
	if err := f.engine.observer(s, f.env, depth); err != nil {
		return f.fail(s, err)
	}
	return nil
}

// Activation is a call that has not returned, as an observer sees it.
type Activation struct {
	// Function is the name; empty is the script.
	Function string
	Source   *syntax.Source
	// Stmt is the statement being run, nil where the call began before there
	// was an observer.
	Stmt syntax.Stmt
	// Env is the innermost environment; those around it follow by Outer.
	Env *Environment
}

// Calls lists the calls that have not returned, the innermost first.
func (e *Engine) Calls() []Activation {
	var calls []Activation
	for f := e.frame; f != nil; f = f.caller {
		calls = append(calls, Activation{f.closure.Name(), f.program.source, f.stmt, f.env})
	}
	return calls
}
