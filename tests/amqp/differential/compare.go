package main

import (
	"fmt"
	"strings"
)

// difference is the first step at which two brokers part.
type difference struct {
	at           int      // index of the operation; behind the last: what is left in the end
	steps        []string // up to it, as conformance cases have them
	ours, theirs string
}

func (d *difference) String() string {
	return fmt.Sprintf("%s\n--- ours\n%s--- RabbitMQ\n%s", strings.Join(d.steps, "\n"), d.ours, d.theirs)
}

// played is what came of a sequence on one broker.
type played struct {
	seen, steps []string
	err         error
}

func (p *played) print() {
	for i, text := range p.seen {
		if i < len(p.steps) {
			fmt.Println(p.steps[i])
		}
		fmt.Print(text)
	}
}

// compare plays a sequence to both, side by side; nil: they agree.
func (b *brokers) compare(s sequence, pace pace) (*difference, error) {
	results := make(chan played, 1)
	go func() {
		var r played
		r.seen, r.steps, r.err = play(b.ours, s, pace)
		results <- r
	}()
	var theirs played
	theirs.seen, theirs.steps, theirs.err = play(b.theirs, s, pace)
	ours := <-results
	if theirs.err != nil {
		return nil, fmt.Errorf("RabbitMQ: %w", theirs.err)
	}
	if ours.err != nil {
		ours.seen = append(ours.seen, "  "+ours.err.Error()+"\n")
	}
	b.tally.add(theirs.seen)
	if b.verbose {
		theirs.print()
	}
	for i, text := range theirs.seen {
		got := "  (nothing)\n"
		if i < len(ours.seen) {
			got = ours.seen[i]
		}
		if got != text {
			return &difference{i, theirs.steps[:min(i+1, len(theirs.steps))], got, text}, nil
		}
	}
	return nil, nil
}
