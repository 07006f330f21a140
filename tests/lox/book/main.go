// Command book runs the test programs of the book Crafting Interpreters, found
// in a checkout of it, through the twelvefold binary:
//
//	go run ./tests/lox/book -book DIR [-bin bin/twelvefold] [-engine tree,fast] [-run REGEXP]
//	go run ./tests/lox/book -book DIR -command './clox {file}'
//
// It passes what the book's own runner (tool/bin/test.dart, suite clox) would:
// 246 programs; its benchmarks and the two folders of early chapters are not
// among them. It prints failures, a line for each engine, and a last line that
// counts; the exit code is 1 if a program failed or is missing.
//
// The programs are under the MIT licence, but not ours: none is in this
// repository, and no package registry has them as they are. The crates loxcraft
// and rocks-lang carry altered copies, with other expectations.
//
//	suite.go   which programs
//	expect.go  what their comments expect
//	check.go   whether a run was that
package main

import (
	"flag"
	"os"
	"regexp"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

func main() {
	var f judge.Flags
	book := flag.String("book", "", "`folder` of a checkout of the book")
	command := flag.String("command", "", "another interpreter's `command`, with {file} in it, instead of -bin")
	f.TakeEngines()
	f.TakeMatch()
	flag.Parse()
	judge.Require(*book)
	total, err := run(*book, *command, &f)
	judge.End("book", total, err)
}

// run runs the programs on each interpreter.
func run(book, line string, f *judge.Flags) (judge.Tally, error) {
	all := f.Engines()
	if line != "" {
		command, err := judge.ParseCommand(line)
		if err != nil {
			return judge.Tally{}, err
		}
		all = []judge.Interpreter{{Name: "command", Command: command}}
	}
	suite, err := load(os.DirFS(book))
	if err != nil {
		return judge.Tally{}, err
	}
	return judge.Each(all, func(c judge.Command) (judge.Tally, error) {
		return judgeAll(suite, c, book, &f.Match), nil
	})
}

// judgeAll runs all programs on one interpreter.
func judgeAll(suite []program, c judge.Command, book string, match *regexp.Regexp) judge.Tally {
	tally := judge.Tally{Out: os.Stdout}
	for _, p := range suite {
		if match.MatchString(p.path) {
			tally.Add(p.path, p.judge(c, book))
		}
	}
	return tally
}
