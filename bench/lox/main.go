package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/bench/machine"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "lox:", err)
		os.Exit(1)
	}
}

// run is the command. An error ends it: a figure beside a failure is none.
func run() error {
	if len(os.Args) == 4 && (os.Args[1] == childArgument || os.Args[1] == openArgument) {
		return child(os.Args[1], os.Args[2], os.Args[3])
	}
	out := flag.String("out", "", "folder for lox.md, its plots and its figures; empty only prints")
	from := flag.String("from", "", "lox.json of an earlier run: report it again, measure nothing")
	only := flag.String("only", "", "programs to run, as in fib,zoo (default: all)")
	against := flag.String("against", "", "contenders to run, as in fast,gopher-lua,clox (default: all)")
	rounds := flag.Int("rounds", 3, "rounds; figures are their medians")
	byCPU := flag.Bool("cpu", false, "print processor time instead of the clock's: steadier on a busy machine")
	var t tools
	flag.StringVar(&t.binary, "bin", "", "run our engines by this binary instead of in a child")
	flag.StringVar(&t.lua, "lua", "lua5.4", "Lua 5.4; empty leaves it out")
	flag.StringVar(&t.python, "python", "python3", "CPython; empty leaves it out")
	flag.StringVar(&t.clox, "clox", "", "the book's C interpreter; empty leaves it out")
	flag.StringVar(&t.node, "node", "node", "Node, for our engine as WebAssembly; empty leaves it out")
	flag.Parse()

	r, err := earlier(*from)
	if *from == "" {
		r, err = t.measure(*only, *against, *rounds)
	}
	if err != nil {
		return err
	}
	of := metric(wall)
	if *byCPU {
		of = cpu
	}
	everybody := slices.Concat(beside, guarded[1:], inNode[1:])
	if err := r.Rows.print(os.Stdout, of, r.measured(everybody)); err != nil || *out == "" {
		return err
	}
	for _, v := range append(r.bars(), r.aims()...) {
		fmt.Println(v)
	}
	fmt.Println(filepath.Join(*out, "lox.md"))
	return r.write(*out)
}

// earlier reads the result of an earlier run.
func earlier(file string) (r result, err error) {
	if file == "" {
		return r, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(text, &r)
}

// measure runs what the flags chose, in a folder that it removes.
func (t tools) measure(only, against string, rounds int) (r result, err error) {
	began := time.Now()
	all, err := t.contenders()
	if err != nil {
		return r, err
	}
	dir, err := os.MkdirTemp("", "twelvefold-bench-lox")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	if err := unpack(dir); err != nil {
		return r, err
	}
	r = result{Machine: machine.Description(), Load: machine.Load(), Rounds: rounds, Versions: t.versions()}
	b := bench{
		dir:        dir,
		programs:   choose(programs(), only, func(p program) string { return p.name }),
		contenders: choose(all, against, func(c contender) string { return c.who }),
		rounds:     rounds,
	}
	if err := b.measure(); err != nil {
		return r, err
	}
	r.Rows = b.table
	r.Openings, err = openings(b.contenders)
	r.Took = time.Since(began)
	return r, err
}

// choose keeps those whose names the flag lists; an empty flag keeps all.
func choose[T any](all []T, list string, name func(T) string) []T {
	if list == "" {
		return all
	}
	names := strings.Split(list, ",")
	return slices.DeleteFunc(all, func(v T) bool { return !slices.Contains(names, name(v)) })
}
