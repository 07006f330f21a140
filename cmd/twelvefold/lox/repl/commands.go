package repl

import (
	"context"
	"os"
	"strings"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
	"github.com/twelvefold/twelvefold/core/lox/vm"
)

// command is what a line with a colon does.
type command struct {
	name, arg, help string
	// takesProgram says that arg is a program, which may go over many lines and
	// lack its semicolon as one without a command may.
	takesProgram bool
	do           func(s *Session, ctx context.Context, arg string)
}

// commands lists all of them, in the order of :help. It is a function because
// help, one of them, lists them.
func commands() []command {
	return []command{
		{":ast", "[PROGRAM]", "show the syntax tree of a program, or of the last input", true, (*Session).ast},
		{":bytecode", "[PROGRAM]", "show the instructions of the fast engine", true, (*Session).bytecode},
		{":time", "[PROGRAM]", "tell what a run takes; without a program, from now on of each, or no more", true, (*Session).time},
		{":load", "FILE", "run a file", false, (*Session).load},
		{":engine", "[fast|tree]", "tell the engine, or take another; globals are gone", false, (*Session).engine},
		{":reset", "", "forget all globals", false, (*Session).reset},
		{":help", "", "show this", false, (*Session).help},
		{":quit", "", "end the session, as Ctrl-D does", false, (*Session).end},
	}
}

// isCommand splits a line with a colon into its name and the rest.
func isCommand(text string) (name, arg string, ok bool) {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, ":") {
		return "", "", false
	}
	end := strings.IndexAny(text, " \t\n")
	if end < 0 {
		return text, "", true
	}
	return text[:end], strings.TrimSpace(text[end:]), true
}

func find(name string) (command, bool) {
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

func (s *Session) command(ctx context.Context, name, arg string) {
	c, ok := find(name)
	if !ok {
		s.tell("There is no command %s: see :help.", name)
		return
	}
	c.do(s, ctx, arg)
}

func (s *Session) ast(_ context.Context, arg string) {
	s.show(arg, func(f *syntax.File) string { return string(f.AppendText(nil)) })
}

func (s *Session) bytecode(_ context.Context, arg string) {
	s.show(arg, func(f *syntax.File) string { return vm.Disassemble(f).Text() })
}

// show shows something of a program, or of the last input.
func (s *Session) show(arg string, text func(*syntax.File) string) {
	if arg == "" {
		arg = s.last
	}
	if file, ok := s.parse(arg); ok {
		s.tell("%s", strings.TrimSuffix(text(file), "\n"))
	}
}

func (s *Session) time(ctx context.Context, arg string) {
	if arg != "" {
		s.eval(ctx, arg, true)
		return
	}
	s.timed = !s.timed
	if s.timed {
		s.tell("Each run tells what it takes.")
	} else {
		s.tell("Runs no longer tell what they take.")
	}
}

func (s *Session) load(ctx context.Context, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		s.tell("%v", err)
		return
	}
	// What a file defines can be completed, too. Its errors are run's to tell.
	if read, err := lox.Check(file, string(text), s.config.Options); err == nil {
		s.learn(read)
		s.last = string(text)
	}
	s.run(ctx, file, string(text), s.timed)
}

func (s *Session) engine(_ context.Context, name string) {
	if name == "" {
		s.tell("%s", s.in.Options().Engine)
		return
	}
	// Values belong to their engine: there is nothing to take along.
	old := s.config.Options.Engine
	s.config.Options.Engine = lox.Engine(name)
	if err := s.open(); err != nil {
		s.config.Options.Engine = old
		s.failed(err)
	}
}

func (s *Session) reset(context.Context, string) {
	if err := s.in.Reset(); err != nil {
		s.failed(err)
	}
}

func (s *Session) help(context.Context, string) {
	for _, c := range commands() {
		s.tell("%-21s %s", c.name+" "+c.arg, c.help)
	}
	s.tell("Tab completes words, Ctrl-C gives up a line or stops a run.")
}

func (s *Session) end(context.Context, string) { s.quit = true }
