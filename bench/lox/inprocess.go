package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// childArgument makes this command run one program in this process:
//
//	lox -child ENGINE FILE
const childArgument = "-child"

// compileFunc of an interpreter in Go compiles source, whose output goes to
// out. What it gives runs the program once.
type compileFunc func(source string, out io.Writer) (run func() error, err error)

// engines that are Go packages, by their contenders' names.
func engines() map[string]compileFunc {
	return map[string]compileFunc{
		whoGoja:     compileGoja,
		whoLua51:    compileLua,
		whoStarlark: compileStarlark,
		whoTengo:    compileTengo,
	}
}

// report is what a child prints: the times of the run alone, as the process
// itself sees them, so that neither its start nor the compiler is among them.
type report struct {
	Compile, Wall, CPU time.Duration
	Output             string
}

// runChild is the whole life of a child.
func runChild(engine, file string) error {
	compile, ok := engines()[engine]
	if !ok {
		return fmt.Errorf("no engine %q", engine)
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var out strings.Builder
	began := time.Now()
	run, err := compile(string(source), &out)
	if err != nil {
		return err
	}
	r := report{Compile: time.Since(began)}
	cpu := cpuTime()
	began = time.Now()
	err = run()
	r.Wall, r.CPU, r.Output = time.Since(began), cpuTime()-cpu, out.String()
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}
