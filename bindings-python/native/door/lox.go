package door

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/command"
)

// Lox is an interpreter that a Python object owns, and whose functions of the
// host are Python's.
type Lox struct {
	*lox.Interp
	commands *command.Session // of the same interpreter
	collect  bool             // keep what is printed for Printed, rather than tell the host

	mu      sync.Mutex
	top     *loxRun      // guarded by mu: the innermost run, nil where none goes on
	inner   *lox.Error   // guarded by mu: how the last run inside another ended
	number  int64        // guarded by mu: what inner is known by
	printed bytes.Buffer // guarded by mu
}

type loxOptions struct {
	Engine    string `json:"engine"`
	Std       bool   `json:"std"`
	MaxSteps  int64  `json:"max_steps"`
	MaxMemory int    `json:"max_memory"`
	MaxDepth  int    `json:"max_depth"`
	MaxOutput int64  `json:"max_output"`
	MaxSource int    `json:"max_source"`
	Timeout   int64  `json:"timeout_us"`
	Collect   bool   `json:"collect"`
	Clock     int64  `json:"clock"`
}

// OpenLox opens an interpreter without globals.
func OpenLox(options string) (*Lox, error) {
	var o loxOptions
	if err := decode(options, &o); err != nil {
		return nil, err
	}
	w, _, err := openWorld(o.Clock)
	if err != nil {
		return nil, err
	}
	l := &Lox{collect: o.Collect}
	l.commands, err = command.New(w, lox.Options{
		Engine: lox.Engine(o.Engine), Std: o.Std, MaxSteps: o.MaxSteps, MaxMemory: o.MaxMemory,
		MaxDepth: o.MaxDepth, MaxOutput: o.MaxOutput, MaxSource: o.MaxSource,
		Timeout: time.Duration(o.Timeout) * time.Microsecond, Output: l, Live: !o.Collect,
	})
	if err != nil {
		return nil, err
	}
	l.Interp = l.commands.Interp()
	return l, nil
}

// LoxHost is the caller of a run: whom it asks while it goes on, in the
// caller's own thread and with no lock held. Its errors are *Raised, and end
// the run.
type LoxHost interface {
	// Function calls the function of the host that Define gave a number.
	Function(number int64, args []lox.Value) (any, error)
	// Print takes output.
	Print(p []byte) error
	// Signals has the process's signals looked after.
	Signals() error
}

// Raised says that the host's own code failed. What it raised stays with the
// host.
type Raised struct {
	Text string
	// Number is that of the Lox error which was raised again, 0 where it was
	// something else.
	Number int64
}

func (r *Raised) Error() string { return r.Text }

// Define makes a function of the host a global; types are as in loxTypes. With
// variadic the last is that of any number of arguments more.
func (l *Lox) Define(name string, number int64, types []string, variadic bool) error {
	if variadic && len(types) == 0 {
		return errLoxType
	}
	f := lox.Func{Name: name, Variadic: variadic}
	for _, t := range types {
		param, ok := loxTypes[t]
		if !ok {
			return errLoxType
		}
		f.Params = append(f.Params, param)
	}
	if last := len(f.Params) - 1; variadic {
		f.Params, f.Rest = f.Params[:last], f.Params[last]
	}
	f.Call = func(ctx context.Context, args []lox.Value) (any, error) {
		host := l.enter(ctx)
		defer l.leave()
		result, err := host.Function(number, args)
		return result, l.again(err)
	}
	return l.Interp.Define(f)
}

// loxTypes names the types of parameters.
var loxTypes = map[string]lox.Type{
	"any": lox.Any, "nil": lox.NilType, "boolean": lox.Bool, "number": lox.Number,
	"string": lox.String, "callable": lox.Callable, "instance": lox.Object,
}

var errLoxType = code.New(code.InvalidArgument, "python: no such type of parameter")

// again gives the error of a run inside this one back where the host let it
// pass: a limit that was met inside is then this run's, too.
func (l *Lox) again(err error) error {
	var raised *Raised
	if !errors.As(err, &raised) || raised.Number == 0 {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if raised.Number != l.number {
		return err
	}
	return l.inner
}

// Write takes what a program prints.
func (l *Lox) Write(p []byte) (int, error) {
	if !l.collect {
		return len(p), l.innermost().host.Print(p)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.printed.Write(p)
}

// Printed hands over what has been printed since it was last asked.
func (l *Lox) Printed() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.printed.Bytes()
	l.printed = bytes.Buffer{}
	return p
}

// Reset forgets all globals but the functions of the host.
func (l *Lox) Reset() error {
	_, err := l.commands.Do(context.Background(), "reset", nil)
	return err
}

// Statistics is the interpreter's struct of numbers.
func (l *Lox) Statistics() any { return l.Stats() }
