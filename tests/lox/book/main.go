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
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

func main() {
	book := flag.String("book", "", "`folder` of a checkout of the book")
	binary := flag.String("bin", "bin/twelvefold", "`path` of twelvefold")
	engines := flag.String("engine", "tree,fast", "`names` of the engines")
	command := flag.String("command", "", "another interpreter's `command`, with {file} in it, instead of -bin")
	pattern := flag.String("run", "", "run only programs whose paths match this `regexp`")
	flag.Parse()
	if *book == "" {
		flag.Usage()
		os.Exit(2)
	}
	all, err := interpreters(*command, *binary, strings.Split(*engines, ","))
	if err != nil {
		fmt.Fprintln(os.Stderr, "book:", err)
		os.Exit(1)
	}
	total, err := run(*book, *pattern, all)
	if err != nil {
		fmt.Fprintln(os.Stderr, "book:", err)
		os.Exit(1)
	}
	fmt.Println(&total)
	if total.Failed > 0 || total.Passed == 0 {
		os.Exit(1)
	}
}

// interpreter is a command and the word for it in the report.
type interpreter struct {
	name    string
	command judge.Command
}

func interpreters(line, binary string, engines []string) ([]interpreter, error) {
	if line != "" {
		command, err := judge.ParseCommand(line)
		return []interpreter{{"command", command}}, err
	}
	var all []interpreter
	for _, engine := range engines {
		all = append(all, interpreter{engine, judge.Engine(binary, engine)})
	}
	return all, nil
}

// run runs all programs on each interpreter.
func run(book, pattern string, all []interpreter) (total judge.Tally, err error) {
	match, err := regexp.Compile(pattern)
	if err != nil {
		return total, err
	}
	suite, err := load(os.DirFS(book))
	if err != nil {
		return total, err
	}
	for _, i := range all {
		tally := judge.Tally{Out: os.Stdout}
		for _, p := range suite {
			if match.MatchString(p.path) {
				tally.Add(p.path, p.judge(i.command, book))
			}
		}
		fmt.Printf("%s: %s\n", i.name, &tally)
		total.Passed += tally.Passed
		total.Failed += tally.Failed
	}
	return total, nil
}
