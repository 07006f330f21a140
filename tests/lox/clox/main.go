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
	"os"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

func main() {
	var f judge.Flags
	f.TakeClox()
	f.TakeMatch()
	flag.Parse()
	judge.Require(f.Clox)
	total, err := judge.Own(judge.Command{f.Clox, "{file}"}, &f.Match, os.Stdout)
	judge.End("clox", total, err)
}
