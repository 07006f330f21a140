// Package journal records the calls that engines get, for tests to assert on.
// A nil *Journal records nothing and costs a nil check.
package journal

import (
	"sync"
	"time"
)

// Call is one recorded call.
type Call struct {
	Time    time.Time
	Engine  string
	Op      string
	Subject string // the key, or what else the call was about
	Err     error  // set where the fault plane refused the call
}

// Journal keeps the last calls. Use New.
type Journal struct {
	mu    sync.Mutex
	calls []Call // guarded by mu
	limit int
}

// New makes a journal of the last limit calls (at least 1).
func New(limit int) *Journal { return &Journal{limit: max(limit, 1)} }

// Add records a call.
func (j *Journal) Add(c Call) {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.calls) >= 2*j.limit { // trim in batches: amortised O(1)
		j.calls = append(j.calls[:0], j.calls[len(j.calls)-j.limit+1:]...)
	}
	j.calls = append(j.calls, c)
}

// Calls gives the last calls, oldest first.
func (j *Journal) Calls() []Call {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	from := max(0, len(j.calls)-j.limit)
	return append([]Call(nil), j.calls[from:]...)
}

// Reset forgets all.
func (j *Journal) Reset() {
	if j == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.calls = nil
}
