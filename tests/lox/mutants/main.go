// Command mutants changes our own Lox programs at random and holds what clox
// makes of each against both engines, in process: output, errors, exit code.
// Most mutants do not compile, and so try how parsers recover; the others try
// what nobody thought of writing.
//
//	go run ./tests/lox/mutants -clox PATH [-seed 1] [-n 1000]
//
// A mutant is made of its seed alone: -seed S -n 1 makes it again. Mutants that
// run into a limit of ours, or crash clox, are skipped. It prints mutants on
// which clox and an engine differ, and a last line that counts.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/twelvefold/twelvefold/conformance/programs"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

func main() {
	var f judge.Flags
	f.TakeClox()
	seed := flag.Uint64("seed", 1, "the first mutant's seed")
	n := flag.Uint64("n", 1000, "how many mutants")
	flag.Parse()
	judge.Require(f.Clox)
	b, err := newBench(f.Clox)
	if err == nil {
		b.dir, err = os.MkdirTemp("", "mutants-")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
	for s := *seed; s < *seed+*n; s++ {
		b.try(s)
	}
	os.RemoveAll(b.dir)
	fmt.Printf("%d passed, %d failed, %d skipped\n", b.passed, b.failed, b.skipped)
	if b.failed > 0 || b.passed == 0 {
		os.Exit(1)
	}
}

// bench has what every mutant needs, and the count.
type bench struct {
	clox                    judge.Command
	dir                     string
	sources                 []string
	passed, failed, skipped int
}

func newBench(clox string) (*bench, error) {
	own, err := programs.Own()
	if err != nil {
		return nil, err
	}
	b := &bench{clox: judge.Command{clox, "{file}"}}
	for _, p := range own {
		if !strings.Contains(p.Source, "clock") { // what it gives is not the same twice
			b.sources = append(b.sources, p.Source)
		}
	}
	return b, nil
}

// try makes a mutant and compares.
func (b *bench) try(seed uint64) {
	source := mutant(seed, b.sources)
	engines := []lox.Engine{lox.Tree, lox.Fast}
	var ours []judge.Outcome
	for _, engine := range engines {
		o, ok := run(engine, source)
		if !ok {
			b.skipped++
			return
		}
		ours = append(ours, o)
	}
	file := filepath.Join(b.dir, "mutant.lox")
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		panic(err)
	}
	want, err := b.clox.Run(file)
	if err != nil {
		b.skipped++ // clox has bugs of its own
		return
	}
	for i, got := range ours {
		if got != want {
			b.failed++
			fmt.Printf("FAIL -seed %d -n 1: %s\n--- source\n%s\n--- clox: %d\n%s%s--- %s: %d\n%s%s\n", seed, engines[i],
				source, want.Exit, want.Stdout, want.Stderr, engines[i], got.Exit, got.Stdout, got.Stderr)
			return
		}
	}
	b.passed++
}
