// Package repl is `twelvefold lox repl`: a session in which one program after
// the other is typed in, and its value printed.
//
// Order of reading: session.go, input.go, entry.go, commands.go, complete.go, editor.go,
// history.go.
package repl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"time"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
	"github.com/twelvefold/twelvefold/core/world"
)

// Config is what a session is made of.
type Config struct {
	// Options are the interpreter's; Output is where values go, too.
	Options lox.Options
	// Funcs are the host's.
	Funcs []lox.Func
	// Errors is where Report's text goes.
	Errors io.Writer
	// Report draws a program's error.
	Report func(*lox.Error) string
	// Lines are what is typed.
	Lines Lines
}

// Lines give what is typed, line by line.
type Lines interface {
	// Line reads a line.
	//
	// Errors: io.EOF at the end, ErrInterrupted where the line is given up.
	Line(prompt string) (string, error)
	// Remember keeps a program or command, which is on one line, to be called
	// up again.
	Remember(line string)
}

// ErrInterrupted says that a line was given up by Ctrl-C.
var ErrInterrupted = errors.New("repl: interrupted")

// Session is a session.
type Session struct {
	config Config
	in     *lox.Interp
	inputs int    // how many programs were typed, for their names
	last   string // the last of them
	timed  bool   // each run tells what it took
	quit   bool
	// properties are the names of properties and methods typed so far.
	properties map[string]bool
}

// New makes a session.
//
// Errors: those of lox.Open.
func New(c Config) (*Session, error) {
	s := &Session{config: c, properties: map[string]bool{}}
	return s, s.open()
}

// open begins with a new interpreter.
func (s *Session) open() error {
	in, err := lox.Open(world.World{}, s.config.Options)
	if err != nil {
		return err
	}
	for _, f := range s.config.Funcs {
		if err := in.Define(f); err != nil {
			return err
		}
	}
	s.in = in
	return nil
}

// Run reads and does what is typed until there is no more, or :quit. What goes
// wrong in a program is told, and the session goes on.
//
// Errors: those of reading lines.
func (s *Session) Run(ctx context.Context) error {
	for !s.quit {
		text, err := s.read("")
		switch {
		case errors.Is(err, ErrInterrupted):
			continue
		case err == io.EOF && text == "":
			return nil
		case err != nil && err != io.EOF:
			return err
		}
		s.do(ctx, text)
	}
	return nil
}

// do runs a program or a command.
func (s *Session) do(ctx context.Context, text string) {
	if name, arg, ok := isCommand(text); ok {
		s.command(ctx, name, arg)
		return
	}
	s.eval(ctx, text, s.timed)
}

// eval runs what was typed and prints its value.
func (s *Session) eval(ctx context.Context, text string, timed bool) {
	file, ok := s.parse(text)
	if !ok {
		return
	}
	s.last = file.Source.Text
	if v, ok := s.run(ctx, file.Source.Name, file.Source.Text, timed); ok && endsInExpression(file) {
		s.print(v)
	}
}

// parse reads what was typed, with the semicolon that it may lack, and tells
// what is wrong with it.
func (s *Session) parse(text string) (*syntax.File, bool) {
	s.inputs++
	name := "<input " + strconv.Itoa(s.inputs) + ">"
	file, err := lox.Check(name, text, s.config.Options)
	if err != nil {
		// On a line of its own, as the last one may end in a comment.
		with, again := lox.Check(name, text+"\n;", s.config.Options)
		if again == nil {
			file, err = with, nil
		}
	}
	if err != nil {
		s.failed(err)
		return nil, false
	}
	s.learn(file)
	return file, true
}

// run runs a program, which Ctrl-C cancels.
func (s *Session) run(ctx context.Context, name, text string, timed bool) (lox.Value, bool) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	start := time.Now()
	v, err := s.in.Eval(ctx, name, text)
	took := time.Since(start)
	if err != nil {
		s.failed(err)
	}
	if timed {
		if u, err := s.in.Usage(); err == nil {
			s.tell("%v; steps: %d; bytes held: %d", took.Round(time.Microsecond), u.Steps, u.Memory)
		}
	}
	return v, err == nil
}

// failed tells an error.
func (s *Session) failed(err error) {
	var program *lox.Error
	if errors.As(err, &program) {
		fmt.Fprint(s.config.Errors, s.config.Report(program))
		return
	}
	fmt.Fprintln(s.config.Errors, err)
}

// print writes a value; nil is what most calls give, and says nothing.
func (s *Session) print(v lox.Value) {
	switch v.Type() {
	case lox.NilType:
	case lox.String:
		s.tell("%s", `"`+v.Text()+`"`)
	default:
		s.tell("%s", v)
	}
}

// tell writes a line.
func (s *Session) tell(format string, args ...any) {
	fmt.Fprintf(s.config.Options.Output, format+"\n", args...)
}

func endsInExpression(f *syntax.File) bool {
	n := len(f.Script.Body)
	if n == 0 {
		return false
	}
	_, ok := f.Script.Body[n-1].(*syntax.ExprStmt)
	return ok
}
