package repl

import (
	"errors"
	"io"
	"strings"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Prompts before the first line of a program, and before the others.
const (
	prompt     = "lox> "
	promptMore = "...  "
)

// read reads a program or a command, over as many lines as it takes. At the
// end of the input it gives what there is, with io.EOF.
func (s *Session) read(text string) (string, error) {
	for {
		line, err := s.config.Lines.Line(promptFor(text))
		if err == io.EOF {
			s.quit = true
		}
		if err != nil {
			return text, err
		}
		if text != "" {
			text += "\n"
		}
		text += line
		if strings.TrimSpace(text) == "" {
			text = ""
			continue
		}
		if !s.unfinished(source(text)) {
			s.remember(text)
			return text, nil
		}
	}
}

func promptFor(text string) string {
	if text == "" {
		return prompt
	}
	return promptMore
}

// source is the part of what was typed that is a program.
func source(text string) string {
	if name, arg, ok := isCommand(text); ok {
		if c, found := find(name); !found || !c.takesProgram {
			return ""
		}
		return arg
	}
	return text
}

// unfinished tells that a program needs more lines: nothing is wrong with it
// but its end, and a semicolon would not do.
func (s *Session) unfinished(text string) bool {
	return s.endsEarly(text) && s.wrong(text+"\n;") != nil
}

// endsEarly tells that all that is wrong with a program is where it ends.
func (s *Session) endsEarly(text string) bool {
	found := s.wrong(text)
	for _, d := range found {
		if d.Where != " at end" && (d.Message != "Unterminated string." || d.At.End != len(text)) {
			return false
		}
	}
	return len(found) > 0
}

// wrong gives what is wrong with a program.
func (s *Session) wrong(text string) []syntax.Diagnostic {
	_, err := lox.Check("", text, s.config.Options)
	var failed *lox.Error
	if errors.As(err, &failed) {
		return failed.Diagnostics
	}
	return nil
}
