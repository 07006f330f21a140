package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// tally counts tests.
type tally struct {
	passed, failed, skipped int
	skips                   []string // why
}

func (t *tally) add(o tally) {
	t.passed += o.passed
	t.failed += o.failed
	t.skipped += o.skipped
}

// String is the form that tools which read test output know.
func (t tally) String() string {
	text := fmt.Sprintf("%d passed, %d failed", t.passed, t.failed)
	if t.skipped > 0 {
		text += fmt.Sprintf(", %d skipped", t.skipped)
	}
	return text
}

// goEvent is a line of go test -json (go doc test2json).
type goEvent struct {
	Action, Package, Test, Output string
}

// countGo reads go test -json. Every test and subtest counts; a package that
// fails without a failing test (it did not build, it panicked) counts as one.
func countGo(output []byte) (t tally) {
	failedIn := map[string]bool{}
	said := map[string]string{} // a test's last remark: if it skips, the reason
	for _, e := range goEvents(output) {
		switch {
		case e.Action == "output" && remark.MatchString(e.Output):
			said[e.Package+e.Test] = strings.TrimSpace(e.Output)
		case e.Test == "" && e.Action == "fail" && !failedIn[e.Package]:
			t.failed++
		case e.Test == "":
		case e.Action == "pass":
			t.passed++
		case e.Action == "skip":
			t.skipped++
			t.skips = append(t.skips, said[e.Package+e.Test]+" ("+e.Test+")")
		case e.Action == "fail":
			t.failed++
			failedIn[e.Package] = true
		}
	}
	return t
}

// remark is a line that a test logs, its reason to skip among them.
var remark = regexp.MustCompile(`^\s+\w+\.go:\d+: `)

func goEvents(output []byte) (events []goEvent) {
	for line := range bytes.Lines(output) {
		var e goEvent
		if json.Unmarshal(line, &e) == nil && e.Action != "" {
			events = append(events, e)
		}
	}
	return events
}

// readable turns the JSON of go test back into text, without the tests that
// passed: what failed comes first, where a clipped log still shows it, then
// what each package took. Lines that are no JSON stay.
func readable(output []byte) []byte {
	var text, well bytes.Buffer
	pending := map[string][]string{}
	for line := range bytes.Lines(output) {
		var e goEvent
		if json.Unmarshal(line, &e) != nil || e.Action == "" {
			text.Write(line)
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			pending[key] = append(pending[key], e.Output)
		case "pass", "skip":
			if lines := pending[key]; e.Test == "" && len(lines) > 0 {
				well.WriteString(lines[len(lines)-1])
			}
			delete(pending, key)
		case "fail", "build-fail":
			text.WriteString(strings.Join(pending[key], ""))
			delete(pending, key)
		}
	}
	return append(text.Bytes(), well.Bytes()...)
}

// countSummary adds up the sentences in which pytest, vitest and our own
// runners sum up: "3 passed, 1 failed", "Tests  12 passed | 1 failed (13)".
func countSummary(output []byte) (t tally) {
	for _, line := range strings.Split(string(escape.ReplaceAll(output, nil)), "\n") {
		if strings.Contains(line, "Test Files") { // vitest counts files as well
			continue
		}
		for _, m := range counted.FindAllStringSubmatch(line, -1) {
			n, _ := strconv.Atoi(m[1])
			switch m[2] {
			case "passed":
				t.passed += n
			case "failed", "error", "errors":
				t.failed += n
			case "skipped", "unsupported":
				t.skipped += n
			}
		}
	}
	return t
}

var (
	counted = regexp.MustCompile(`\b(\d+) (passed|failed|errors?|skipped|unsupported)\b`)
	escape  = regexp.MustCompile(`\x1b\[[0-9;]*m`) // colours
)
