package conformance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Target is an engine behind one door, fresh for one case.
type Target interface {
	// Do calls an operation on a connection (1, 2, ...).
	Do(conn int, op string, args []Arg) Value
	// Advance moves the clock, or waits.
	Advance(d time.Duration)
	// Close frees it.
	Close()
}

// RawTarget is a Target that also takes bytes as a client would send them.
type RawTarget interface {
	Target
	// Raw sends p and gives what comes back. Where that takes time, it waits for
	// so many bytes, and for the end of the connection if that is wanted.
	Raw(conn int, p []byte, want int, wantClosed bool) (got []byte, closed bool)
}

// Unsupported is why a door cannot run a case; NotApplicable is why it need
// not (an engine without a wire protocol, over the wire).
type (
	Unsupported   string
	NotApplicable string
)

func (u Unsupported) Error() string   { return "unsupported: " + string(u) }
func (n NotApplicable) Error() string { return "n/a: " + string(n) }

// Run runs every case as a subtest against what open gives, and writes the
// results below root (the project's folder) for the report.
func Run(t *testing.T, root, runner string, open func(t *testing.T, c *Case) (Target, error)) {
	cases, err := Load(filepath.Join(root, "conformance", "cases"))
	if err != nil {
		t.Fatal(err)
	}
	results := make(map[string]string, len(cases))
	for i := range cases {
		c := &cases[i]
		t.Run(c.Key(), func(t *testing.T) {
			results[c.Key()] = runCase(t, c, open)
			if r := results[c.Key()]; len(r) > 6 && r[:6] == "failed" {
				t.Error(r)
			}
		})
	}
	if err := WriteResults(root, runner, results); err != nil {
		t.Fatal(err)
	}
}

// runCase runs a case: again where the machine was too slow for it.
func runCase(t *testing.T, c *Case, open func(t *testing.T, c *Case) (Target, error)) string {
	for try := 1; ; try++ {
		target, err := open(t, c)
		switch err.(type) {
		case nil:
		case Unsupported, NotApplicable:
			return err.Error()
		default:
			return "failed: " + err.Error()
		}
		a := attempt{target: target, began: time.Now()}
		_, realTime := target.(RealTimeTarget)
		a.hurried = realTime && c.timed()
		result := a.run(c)
		target.Close()
		if result == "passed" || !a.late || try == tries {
			return result
		}
		t.Logf("try %d took longer than the case's own times: %s", try, result)
	}
}

// attempt is one run of a case.
type attempt struct {
	target Target
	began  time.Time

	hurried bool          // what is asked for may expire meanwhile
	moved   time.Duration // by how much the clock was moved
	late    bool          // the last answer may have come after what it is about
}

func (a *attempt) run(c *Case) string {
	for i := range c.Steps {
		if problem := a.step(&c.Steps[i]); problem != "" {
			return fmt.Sprintf("failed: step %d: %s", i+1, problem)
		}
	}
	return "passed"
}

func (a *attempt) step(s *Step) string {
	conn := max(s.Conn, 1)
	switch {
	case s.Advance > 0:
		a.target.Advance(s.Duration())
		a.moved += s.Duration()
	case len(s.Do) > 0:
		return a.do(conn, s)
	default:
		raw, ok := a.target.(RawTarget)
		if !ok {
			return "this door takes no raw bytes"
		}
		got, closed := raw.Raw(conn, []byte(s.Raw), len(s.WantRaw), s.Closed)
		if string(got) != s.WantRaw || closed != s.Closed {
			return fmt.Sprintf("got %q, closed %v; want %q, closed %v", got, closed, s.WantRaw, s.Closed)
		}
	}
	return ""
}

// do calls an operation, as often as it takes to see what it wants where that
// may still be on its way.
func (a *attempt) do(conn int, s *Step) string {
	op, args := string(s.Do[0].Bytes), s.Do[1:]
	got := a.target.Do(conn, op, args)
	a.late = a.hurried && time.Since(a.began)-a.moved > inTime
	lagging, _ := a.target.(LaggingTarget)
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		problem := s.Want.Check(got)
		if problem == "" || lagging == nil || !lagging.Again(op, args, got) || time.Now().After(end) {
			return problem
		}
		got = a.target.Do(conn, op, args)
	}
}

// Results is the file that each runner writes.
type Results struct {
	Runner string            `json:"runner"`
	Cases  map[string]string `json:"cases"`
}

// WriteResults writes .cache/conformance/<runner>.json below root.
func WriteResults(root, runner string, cases map[string]string) error {
	dir := filepath.Join(root, ".cache", "conformance")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	text, err := json.MarshalIndent(Results{runner, cases}, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, runner+".json"), append(text, '\n'), 0o644)
}
