package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
)

// Phases. make test is both.
const (
	phaseCheck = "check"
	phaseTest  = "test"
)

// step is one command whose end is a verdict.
type step struct {
	phase string
	name  string
	why   string // what it proves
	// script is run by bash -euo pipefail from the project's root.
	script string
	// count reads the tests from the output; nil counts the step itself.
	count func(output []byte) tally
}

// run gives what was counted, the output, and whether all is well.
func (s step) run() (t tally, output []byte, ok bool) {
	cmd := exec.Command("bash", "-euo", "pipefail", "-c", s.script)
	cmd.Env = append(os.Environ(), "PATH="+path(), "GOFLAGS="+os.Getenv("GOFLAGS")+" "+testTimeout)
	output, err := cmd.CombinedOutput()
	ok = err == nil
	if s.count != nil {
		t = s.count(output)
		output = readable(output)
	}
	switch {
	case !ok && t.failed == 0:
		t.failed++ // it did not build, or died
	case ok && t.passed+t.failed+t.skipped == 0 && s.count == nil:
		t.passed++
	case ok && t.passed == 0:
		// Tests that did not run prove nothing.
		t.failed++
		ok = false
		output = append(output, "check: no test ran\n"...)
	}
	return t, output, ok
}

// testTimeout is for every go test: enough for the race detector on a machine
// that has much else to do, and a test that hangs leaves time for the others.
const testTimeout = "-timeout=15m"

// path puts the tools that setup installed before the machine's own.
func path() string {
	wd, err := os.Getwd()
	if err != nil {
		return os.Getenv("PATH")
	}
	return strings.Join([]string{wd + "/.cache/bin", wd + "/.cache/venv/bin", os.Getenv("PATH")}, string(os.PathListSeparator))
}

// tail gives the last lines.
func tail(output []byte, lines int) string {
	all := bytes.Split(bytes.TrimRight(output, "\n"), []byte("\n"))
	return string(bytes.Join(all[max(0, len(all)-lines):], []byte("\n")))
}
