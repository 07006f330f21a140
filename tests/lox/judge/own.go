package judge

import (
	"io"
	"os"
	"path/filepath"
	"regexp"

	"github.com/twelvefold/twelvefold/conformance/programs"
	"github.com/twelvefold/twelvefold/conformance/programs/limits"
)

// Own runs our own programs whose names match, those at the limits among them,
// by one command.
func Own(command Command, match *regexp.Regexp, out io.Writer) (Tally, error) {
	tally := Tally{Out: out}
	all, err := ownPrograms()
	if err != nil {
		return tally, err
	}
	dir, err := os.MkdirTemp("", "lox-")
	if err != nil {
		return tally, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "program.lox")
	for _, p := range all {
		if !match.MatchString(p.Name) {
			continue
		}
		if err := os.WriteFile(path, []byte(p.Source), 0o644); err != nil {
			return tally, err
		}
		outcome, err := command.Run(path)
		if err != nil {
			tally.Add(p.Name, []string{err.Error()})
			continue
		}
		tally.Add(p.Name, p.Check(outcome.Stdout, outcome.Stderr, outcome.Exit))
	}
	return tally, nil
}

func ownPrograms() ([]programs.Program, error) {
	kept, err := programs.Own()
	if err != nil {
		return nil, err
	}
	built, err := limits.Programs()
	return append(kept, built...), err
}
