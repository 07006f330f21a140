package lox

import (
	"context"
	"errors"
	"strings"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
	"github.com/twelvefold/twelvefold/core/lox/tree"
	"github.com/twelvefold/twelvefold/core/world"
)

// State is a program before one of its statements.
type State struct {
	// At is how many statements had begun: what Step was asked for, or fewer
	// where the program has ended before.
	At int64
	// Done says that the program has ended; Err is how, nil for well.
	Done bool
	Err  *Error
	// Statement is the one that would run next, and Line where it begins.
	Statement syntax.Span
	Line      int
	// Calls are those that have not returned, the innermost first; none where
	// the program has ended.
	Calls   []Activation
	Globals []Variable
	Output  string
	Steps   int64
}

// Activation is a call that has not returned.
type Activation struct {
	// Function is the name; empty is the script.
	Function string
	// Line is where the statement begins that it is running.
	Line int
	// Scopes are those that it sees, the innermost first, without globals.
	Scopes []Scope
}

// Scope is one environment. Two with the same ID are the same one: closures
// share it.
type Scope struct {
	ID        int
	Variables []Variable
}

// Variable is a name with its value.
type Variable struct {
	Name  string
	Value Value
	// Fields are those of an instance, in the order in which they were set:
	// at most MaxStateFields, and of those no fields again.
	Fields []Variable
}

// MaxStateFields is how many fields of an instance a State shows.
const MaxStateFields = 32

// errHere ends a run at the statement that Step was asked for.
var errHere = errors.New("here")

// Step runs a program on the tree-walking engine up to before its statement
// number at, the first being 0, and shows what there is. Programs repeat
// themselves exactly, so a step back is a Step to one statement less. There
// are no host functions; o.Engine and o.Output are not looked at.
//
// Errors: those of Open, *Error of kind syntax, ErrSourceTooLarge. A program
// that fails before that statement is none: see State.Err.
func Step(ctx context.Context, w world.World, o Options, name, source string, at int64) (*State, error) {
	output := &strings.Builder{}
	o.Engine, o.Output = Tree, output
	in, err := Open(w, o)
	if err != nil {
		return nil, err
	}
	s := &stepper{in: in, engine: in.engine.(*tree.Engine), at: at, state: &State{}}
	s.engine.Observe(s.observe)
	_, err = in.Eval(ctx, name, source)
	if s.reached {
		err = nil
	}
	s.state.Done = !s.reached
	if err != nil && (!errors.As(err, &s.state.Err) || s.state.Err.kind == ErrSyntax) {
		return nil, err
	}
	s.state.Globals = s.globals()
	s.state.Output = output.String()
	s.state.Steps = in.realm.Meter.Steps()
	return s.state, nil
}

// stepper watches a run for its statement number at.
type stepper struct {
	in      *Interp
	engine  *tree.Engine
	at      int64
	reached bool
	shown   int // variables and fields so far
	state   *State
}

func (s *stepper) observe(next syntax.Stmt, _ *tree.Environment, _ int) error {
	if s.state.At < s.at {
		s.state.At++
		return nil
	}
	s.reached = true
	s.state.Statement = next.Span()
	s.calls()
	if len(s.state.Calls) > 0 {
		s.state.Line = s.state.Calls[0].Line
	}
	return errHere
}

// calls notes the calls. At most MaxStateCalls of them are, half from each
// end.
func (s *stepper) calls() {
	ids := map[*tree.Environment]int{}
	all := s.engine.Calls()
	for i, c := range all {
		if i >= MaxStateCalls/2 && i < len(all)-MaxStateCalls/2 {
			continue
		}
		a := Activation{Function: c.Function}
		if c.Stmt != nil {
			a.Line = c.Source.Line(c.Stmt.Span().Start)
		}
		for env := c.Env; env != nil; env = env.Outer() {
			if _, seen := ids[env]; !seen {
				ids[env] = len(ids) + 1
			}
			a.Scopes = append(a.Scopes, Scope{ids[env], s.variables(env.Bindings())})
		}
		s.state.Calls = append(s.state.Calls, a)
	}
}

// What a State shows at most. Variables and fields count once for each call
// that sees them; what is over is left out, of the outermost calls first.
const (
	MaxStateCalls     = 128
	MaxStateVariables = 10_000
)

func (s *stepper) variables(bound []tree.Binding) []Variable {
	variables := make([]Variable, 0, min(len(bound), s.room()))
	for _, b := range bound {
		if s.room() == 0 {
			break
		}
		variables = append(variables, s.variable(b.Name, b.Value))
	}
	return variables
}

// room is how much more of scopes, or of globals, is shown.
func (s *stepper) room() int { return MaxStateVariables - s.shown }

func (s *stepper) globals() []Variable {
	s.shown = 0 // globals have as much room as all scopes
	var variables []Variable
	for _, name := range s.in.realm.Globals.Names() {
		if s.room() == 0 {
			break
		}
		v, _ := s.in.realm.Globals.Get(name)
		variables = append(variables, s.variable(name, v))
	}
	return variables
}

// variable shows a variable, and looks into an instance.
func (s *stepper) variable(name string, v object.Value) Variable {
	shown := Variable{Name: name, Value: s.in.value(v)}
	s.shown++
	if v.Kind() != object.KindInstance {
		return shown
	}
	for i, field := range v.Instance().Shape().Fields() {
		if i == MaxStateFields || s.room() == 0 {
			break
		}
		s.shown++
		shown.Fields = append(shown.Fields, Variable{Name: s.in.realm.Symbols.Name(field), Value: s.in.value(v.Instance().Slot(i))})
	}
	return shown
}
