package judge

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// Flags are those that the commands have in common; each takes what it needs
// before flag.Parse.
type Flags struct {
	// Match is which programs to run.
	Match regexp.Regexp
	// Clox is the path of a clox binary.
	Clox            string
	binary, engines string
}

// TakeMatch takes -run.
func (f *Flags) TakeMatch() {
	flag.TextVar(&f.Match, "run", regexp.MustCompile(""), "run only programs whose names match this `regexp`")
}

// TakeEngines takes -bin and -engine.
func (f *Flags) TakeEngines() {
	flag.StringVar(&f.binary, "bin", "bin/twelvefold", "`path` of twelvefold")
	flag.StringVar(&f.engines, "engine", "tree,fast", "`names` of the engines")
}

// TakeClox takes -clox.
func (f *Flags) TakeClox() { flag.StringVar(&f.Clox, "clox", "", "`path` of a clox binary") }

// Require ends the command where a flag that has no default is not given.
func Require(value string) {
	if value == "" {
		flag.Usage()
		os.Exit(2)
	}
}

// Interpreter is a command line, and the word for it in the report.
type Interpreter struct {
	Name    string
	Command Command
}

// Engines are those of twelvefold that were chosen.
func (f *Flags) Engines() (all []Interpreter) {
	for engine := range strings.SplitSeq(f.engines, ",") {
		all = append(all, Interpreter{engine, Engine(f.binary, engine)})
	}
	return all
}

// Each runs something on one interpreter after the other, prints a line for
// each, and gives the sum.
func Each(all []Interpreter, run func(Command) (Tally, error)) (total Tally, err error) {
	for _, i := range all {
		tally, err := run(i.Command)
		if err != nil {
			return total, err
		}
		fmt.Printf("%s: %s\n", i.Name, &tally)
		total.Passed += tally.Passed
		total.Failed += tally.Failed
	}
	return total, nil
}

// End prints the line that counts and ends the command: with 1 where a program
// failed, none passed, or err is not nil.
func End(command string, total Tally, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", command, err)
		os.Exit(1)
	}
	fmt.Println(&total)
	if total.Failed > 0 || total.Passed == 0 {
		os.Exit(1)
	}
}
