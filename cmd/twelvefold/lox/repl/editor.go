package repl

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/peterh/liner"
)

// Completer offers what a word may become; see Session.Complete.
type Completer func(line string, at int) (before string, words []string, behind string)

// Editor reads lines from the terminal that is the standard input and output.
// Between lines the terminal sends Ctrl-C as a signal.
type Editor struct {
	state *liner.State
	file  *historyFile
	// interrupts is never read: a Ctrl-C that comes when nothing runs is not to
	// end the process and leave the terminal as it is.
	interrupts chan os.Signal
}

// NewEditor takes hold of the terminal; Close lets go of it. The history is
// kept in a file, or nowhere if its name is empty. That it cannot be kept is
// no reason not to begin.
func NewEditor(history string) *Editor {
	e := &Editor{state: liner.NewLiner(), file: &historyFile{history}, interrupts: make(chan os.Signal, 1)}
	signal.Notify(e.interrupts, os.Interrupt)
	e.state.SetCtrlCAborts(true)
	e.state.SetTabCompletionStyle(liner.TabPrints)
	e.file.load(e.state)
	return e
}

// Completes lets the tab key complete words.
func (e *Editor) Completes(c Completer) {
	e.state.SetWordCompleter(func(line string, at int) (string, []string, string) {
		// The editor counts in runes.
		return c(line, len(string([]rune(line)[:at])))
	})
}

// Line reads a line.
func (e *Editor) Line(prompt string) (string, error) {
	line, err := e.state.Prompt(prompt)
	if errors.Is(err, liner.ErrPromptAborted) {
		return "", ErrInterrupted
	}
	return line, err
}

// Remember adds a line to the history.
func (e *Editor) Remember(line string) {
	e.state.AppendHistory(line)
	e.file.add(line)
}

// Close gives the terminal back as it was.
func (e *Editor) Close() error {
	signal.Stop(e.interrupts)
	return e.state.Close()
}

// Plain reads lines from what is no terminal. There are no prompts.
type Plain struct{ r *bufio.Reader }

// NewPlain reads lines from r.
func NewPlain(r io.Reader) *Plain { return &Plain{bufio.NewReader(r)} }

// Line reads a line.
func (p *Plain) Line(string) (string, error) {
	line, err := p.r.ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

// Remember does nothing.
func (p *Plain) Remember(string) {}
