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
	"os"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

func main() {
	var f judge.Flags
	f.TakeEngines()
	f.TakeMatch()
	flag.Parse()
	total, err := judge.Each(f.Engines(), func(c judge.Command) (judge.Tally, error) {
		return judge.Own(c, &f.Match, os.Stdout)
	})
	judge.End("own", total, err)
}
