// Command own runs our own Lox programs through the twelvefold binary, on each
// engine:
//
//	go run ./tests/lox/own [-bin bin/twelvefold] [-engine tree,fast] [-run REGEXP]
//
// It prints what fails, a line for each engine, and a last line that counts;
// the exit code is 1 if a program failed.
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
	binary := flag.String("bin", "bin/twelvefold", "`path` of twelvefold")
	engines := flag.String("engine", "tree,fast", "`names` of the engines")
	pattern := flag.String("run", "", "run only programs whose names match this `regexp`")
	flag.Parse()
	total, err := run(*binary, strings.Split(*engines, ","), *pattern)
	if err != nil {
		fmt.Fprintln(os.Stderr, "own:", err)
		os.Exit(1)
	}
	fmt.Println(&total)
	if total.Failed > 0 || total.Passed == 0 {
		os.Exit(1)
	}
}

func run(binary string, engines []string, pattern string) (total judge.Tally, err error) {
	match, err := regexp.Compile(pattern)
	if err != nil {
		return total, err
	}
	for _, engine := range engines {
		tally, err := judge.Own(judge.Engine(binary, engine), match, os.Stdout)
		if err != nil {
			return total, err
		}
		fmt.Printf("%s: %s\n", engine, &tally)
		total.Passed += tally.Passed
		total.Failed += tally.Failed
	}
	return total, nil
}
