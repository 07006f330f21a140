// Package fault is the fault plane: a test says which calls of which engine
// shall fail, and the engines ask at their doors. A nil *Plane never fails and
// costs a nil check.
package fault

import (
	"bytes"
	"sync"
)

// Rule makes matching calls fail. Empty fields match everything.
type Rule struct {
	Engine string // "redis"
	Op     string // the operation, in the engine's own spelling: "GET", "put"
	Prefix []byte // of the key or other subject
	Skip   int    // let this many matching calls pass first
	Count  int    // then fail this many; 0 means all
	Err    error  // what the call returns
}

// Plane holds the rules in force. Its methods are safe for concurrent use.
type Plane struct {
	mu    sync.Mutex
	rules []*Rule // guarded by mu; private copies
}

// Add puts a rule in force; the result takes it out again.
func (p *Plane) Add(r Rule) (remove func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	own := &r
	own.Prefix = bytes.Clone(r.Prefix)
	p.rules = append(p.rules, own)
	return func() { p.drop(own) }
}

func (p *Plane) drop(r *Rule) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, have := range p.rules {
		if have == r {
			p.rules = append(p.rules[:i:i], p.rules[i+1:]...)
			return
		}
	}
}

// Clear takes all rules out.
func (p *Plane) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rules = nil
}

// Check gives the error of the first rule that matches the call, or nil.
func (p *Plane) Check(engine, op string, subject []byte) error {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, r := range p.rules {
		if !r.matches(engine, op, subject) {
			continue
		}
		if r.Skip > 0 {
			r.Skip--
			continue
		}
		if r.Count > 0 {
			if r.Count--; r.Count == 0 {
				p.rules = append(p.rules[:i:i], p.rules[i+1:]...)
			}
		}
		return r.Err
	}
	return nil
}

func (r *Rule) matches(engine, op string, subject []byte) bool {
	return (r.Engine == "" || r.Engine == engine) &&
		(r.Op == "" || r.Op == op) &&
		bytes.HasPrefix(subject, r.Prefix)
}
