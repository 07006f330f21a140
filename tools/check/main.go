// Command check runs the project's checks and tests, one step after the other,
// and tells the truth at the end: its last line counts what passed and what
// failed over all languages.
//
//	go run ./tools/check check      what `make check` runs
//	go run ./tools/check test       what `make test` runs
//	go run ./tools/check lint unit  single steps, by name
//	go run ./tools/check -list      the steps
//
// A step that fails does not keep the others from running. Each step's output
// is kept in .cache/check/<step>.log.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// logs is where the steps' output goes.
const logs = ".cache/check"

func main() {
	list := flag.Bool("list", false, "list the steps, run none")
	flag.Parse()
	chosen, err := choose(flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(2)
	}
	if *list {
		for _, s := range steps {
			fmt.Printf("%-5s %-18s %s\n", s.phase, s.name, s.why)
		}
		return
	}
	if err := os.MkdirAll(logs, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(2)
	}
	if !runAll(chosen) {
		os.Exit(1)
	}
}

// choose gives the steps of a phase, or those that are named.
func choose(names []string) ([]step, error) {
	if len(names) == 0 {
		names = []string{phaseCheck}
	}
	var chosen []step
	for _, name := range names {
		before := len(chosen)
		for _, s := range steps {
			if s.name == name || s.phase == name || (name == phaseTest && s.phase == phaseCheck) {
				chosen = append(chosen, s)
			}
		}
		if len(chosen) == before {
			return nil, fmt.Errorf("there is no step %q; -list shows them", name)
		}
	}
	return chosen, nil
}

// runAll runs the steps and prints the sum.
func runAll(chosen []step) bool {
	var total tally
	var failed []string
	began := time.Now()
	for _, s := range chosen {
		start := time.Now()
		t, output, ok := s.run()
		word := "ok  "
		if !ok {
			word = "FAIL"
			failed = append(failed, s.name)
		}
		fmt.Printf("%s %-18s %6.1fs  %s\n", word, s.name, time.Since(start).Seconds(), t)
		for _, reason := range slices.Compact(slices.Sorted(slices.Values(t.skips))) {
			fmt.Println("       skipped:", reason)
		}
		if ok {
			printNotes(output)
		} else {
			fmt.Println(tail(output, 120))
		}
		if err := os.WriteFile(filepath.Join(logs, s.name+".log"), output, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "check:", err)
		}
		total.add(t)
	}
	fmt.Printf("%d steps in %.0fs", len(chosen), time.Since(began).Seconds())
	if len(failed) > 0 {
		fmt.Printf("; failed: %v", failed)
	}
	fmt.Printf("\n%s\n", total)
	return len(failed) == 0
}

// printNotes shows the lines that a step wants to be read also when all is
// well: they begin with "note: ".
func printNotes(output []byte) {
	for line := range strings.Lines(string(output)) {
		if note, ok := strings.CutPrefix(line, "note: "); ok {
			fmt.Print("       ", note)
		}
	}
}
