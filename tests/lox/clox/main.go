// Command clox proves our own Lox programs on clox, the C interpreter of the
// book Crafting Interpreters: where a program and clox disagree, the program is
// wrong. clox is not ours to keep; who has a checkout of the book builds it by
// its Makefile (make clox) or by
//
//	gcc -O3 -o clox BOOK/c/*.c
//	go run ./tests/lox/clox -clox ./clox [-run REGEXP]
//
// The last line counts; the exit code is 1 if a program failed.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

func main() {
	clox := flag.String("clox", "", "`path` of a clox binary")
	pattern := flag.String("run", "", "run only programs whose names match this `regexp`")
	flag.Parse()
	if *clox == "" {
		flag.Usage()
		os.Exit(2)
	}
	tally, err := prove(*clox, *pattern)
	if err != nil {
		fmt.Fprintln(os.Stderr, "clox:", err)
		os.Exit(1)
	}
	fmt.Println(&tally)
	if tally.Failed > 0 || tally.Passed == 0 {
		os.Exit(1)
	}
}

func prove(clox, pattern string) (judge.Tally, error) {
	match, err := regexp.Compile(pattern)
	if err != nil {
		return judge.Tally{}, err
	}
	return judge.Own(judge.Command{clox, "{file}"}, match, os.Stdout)
}
