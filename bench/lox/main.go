package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) == 4 && os.Args[1] == childArgument {
		check(runChild(os.Args[2], os.Args[3]))
		return
	}
	only := flag.String("only", "", "programs to run, as in fib,zoo (default: all)")
	against := flag.String("against", "", "contenders to run, as in fast,gopher-lua,clox (default: all)")
	rounds := flag.Int("rounds", 3, "rounds; figures are their medians")
	byCPU := flag.Bool("cpu", false, "print times of the processor instead of the clock's: steadier on a busy machine")
	var t tools
	flag.StringVar(&t.binary, "bin", "../bin/twelvefold", "our binary")
	flag.StringVar(&t.lua, "lua", "lua5.4", "Lua 5.4; empty leaves it out")
	flag.StringVar(&t.python, "python", "python3", "CPython; empty leaves it out")
	flag.StringVar(&t.clox, "clox", "", "the book's C interpreter; empty leaves it out")
	flag.Parse()

	dir, err := os.MkdirTemp("", "twelvefold-bench-lox")
	check(err)
	defer os.RemoveAll(dir)
	check(unpack(dir))
	b := bench{
		dir:        dir,
		programs:   choose(programs(), *only, func(p program) string { return p.name }),
		contenders: choose(t.contenders(), *against, func(c contender) string { return c.who }),
		rounds:     *rounds,
	}
	check(b.measure(func(text string) { fmt.Fprintln(os.Stderr, text) }))
	of := metric(wall)
	if *byCPU {
		of = cpu
	}
	var who []string
	for _, c := range b.contenders {
		who = append(who, c.who)
	}
	printTable(os.Stdout, b.table, who, of)
}

// choose keeps those whose names the flag lists; an empty flag keeps all.
func choose[T any](all []T, list string, name func(T) string) []T {
	if list == "" {
		return all
	}
	names := strings.Split(list, ",")
	return slices.DeleteFunc(all, func(v T) bool { return !slices.Contains(names, name(v)) })
}

// check ends the run: a figure beside a failure is none.
func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "lox:", err)
		os.Exit(1)
	}
}
