// Package judge runs Lox programs by an interpreter's command line and counts
// what passed. The commands beside it use it:
//
//	tests/lox/clox     our programs on the book's C interpreter, which proves them
//	tests/lox/own      our programs on the twelvefold binary, on each engine
//	tests/lox/book     the book's own programs, on the twelvefold binary
//	tests/lox/mutants  our programs changed at random, on clox and both engines
package judge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// patience is how long one program may run. The slowest of ours takes clox
// some 50 ms.
const patience = 2 * time.Minute

// file stands in a command for the path of the program.
const file = "{file}"

// Command is a command line with {file} in one of its words.
type Command []string

// ParseCommand splits a line at its spaces; {file} is added where it is not.
func ParseCommand(line string) (Command, error) {
	words := strings.Fields(line)
	if len(words) == 0 {
		return nil, errors.New("judge: the command is empty")
	}
	if !strings.Contains(line, file) {
		words = append(words, file)
	}
	return words, nil
}

// Engine is the command line of the twelvefold binary for one engine.
func Engine(binary, engine string) Command {
	return Command{binary, "lox", "run", "--std=lox", "--engine=" + engine, file}
}

// Outcome is what a run came to.
type Outcome struct {
	Stdout, Stderr string
	Exit           int
}

// Run runs one program. An interpreter that ends with an exit code of its own
// is no error; one that cannot be started, is killed by a signal, or does not
// end, is.
func (c Command) Run(program string) (Outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	words := slices.Clone(c)
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], file, program)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	outcome := Outcome{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return outcome, fmt.Errorf("did not end within %v", patience)
	case errors.As(err, &exit) && exit.Exited():
		return outcome, nil
	}
	return outcome, err
}
