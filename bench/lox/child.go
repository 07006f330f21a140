package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/core/lox"
)

// Arguments that make this command a child of itself:
//
//	lox -child ENGINE FILE    run one program, and print a timing
//	lox -open ENGINE ""       open interpreters, and print an opening
const (
	childArgument = "-child"
	openArgument  = "-open"
)

// compileFunc opens an interpreter of its own and compiles source for it; the
// output goes to out. What it gives runs the program.
type compileFunc func(source string, out io.Writer) (run func() error, err error)

// engines that are Go packages, by their contenders' names.
func engines() map[string]compileFunc {
	return map[string]compileFunc{
		whoFast:     compileOurs(free(lox.Fast)),
		whoTree:     compileOurs(free(lox.Tree)),
		whoLimits:   compileOurs(limited()),
		whoGoja:     compileGoja,
		whoLua51:    compileLua,
		whoStarlark: compileStarlark,
		whoTengo:    compileTengo,
	}
}

// timing is what a child prints of its run alone, as the process itself sees
// it: neither its start nor the compiler is in Wall and CPU.
type timing struct {
	Compile, Wall, CPU time.Duration
	Output             string
}

// child is the whole life of a child.
func child(argument, engine, last string) error {
	compile, ok := engines()[engine]
	if !ok {
		return fmt.Errorf("no engine %q", engine)
	}
	if argument == openArgument {
		o, err := open(compile, engine)
		return encode(o, err)
	}
	source, err := os.ReadFile(last)
	if err != nil {
		return err
	}
	t, err := runOnce(compile, string(source))
	return encode(t, err)
}

func encode(value any, err error) error {
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(value)
}

// runOnce compiles and runs.
func runOnce(compile compileFunc, source string) (t timing, err error) {
	var out strings.Builder
	began := time.Now()
	run, err := compile(source, &out)
	if err != nil {
		return t, err
	}
	t.Compile = time.Since(began)
	cpu := cpuTime()
	began = time.Now()
	err = run()
	t.Wall, t.CPU, t.Output = time.Since(began), cpuTime()-cpu, out.String()
	return t, err
}
