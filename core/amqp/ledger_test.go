package amqp_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// copyID is one queue's copy of a message: what a confirm and an
// acknowledgement are about. A dead letter is still the copy of the queue
// where it died first.
type copyID struct {
	queue  string
	number int
}

// ledger is what the broker has promised about each copy.
type ledger struct {
	published map[copyID]bool   // true: confirmed
	delayed   map[int]bool      // held back by the delayed exchange at first
	arrived   map[int]int       // the order in which they came to their queues
	ended     map[copyID]uint64 // acknowledged: safe once the log is synced up to there
	seen      map[copyID]uint64 // delivered: redelivered after a restart, likewise
}

func newLedger() *ledger {
	return &ledger{published: map[copyID]bool{}, delayed: map[int]bool{}, arrived: map[int]int{}, ended: map[copyID]uint64{}, seen: map[copyID]uint64{}}
}

// arrive notes that copies come to their queues now.
func (l *ledger) arrive(ids []copyID) {
	for _, id := range ids {
		if l.arrived[id.number] == 0 {
			l.arrived[id.number] = len(l.arrived) + 1
		}
	}
}

// found is a message as it was found after a crash.
type found struct {
	in          string // the queue it lies in
	id          copyID
	redelivered bool
}

// bodyOf is a body that shows by itself whether it is whole.
func bodyOf(number, size int) string {
	return strconv.Itoa(number) + ":" + strings.Repeat(string(rune('a'+number%26)), size)
}

func idOf(queue string, m *amqp.Message) (copyID, error) {
	text, fill, _ := strings.Cut(string(m.Body), ":")
	number, err := strconv.Atoi(text)
	if err != nil || strings.Trim(fill, string(rune('a'+number%26))) != "" {
		return copyID{}, fmt.Errorf("a body is not as it was published: %q", m.Body)
	}
	if first, ok := m.Headers().Get("x-first-death-queue"); ok {
		queue, _ = first.(string)
	}
	return copyID{queue, number}, nil
}

// check holds what was found after a crash against the promises, as far as
// the log was synced at that time. timeless: delayed messages still wait.
func (l *ledger) check(all []found, synced uint64, timeless bool) error {
	have := map[copyID]int{}
	last := map[string]int{}
	for _, f := range all {
		if _, known := l.published[f.id]; !known {
			return fmt.Errorf("%v was never published", f.id)
		}
		if have[f.id]++; have[f.id] > 2 {
			return fmt.Errorf("%v is there %d times", f.id, have[f.id])
		}
		if end, ok := l.ended[f.id]; ok && end <= synced {
			return fmt.Errorf("%v was acknowledged, and is in %q again", f.id, f.in)
		}
		if f.in != f.id.queue {
			continue // a dead letter
		}
		if at, ok := l.seen[f.id]; ok && at <= synced && !f.redelivered {
			return fmt.Errorf("%v had been delivered and is not marked so", f.id)
		}
		if slices.Contains(ordered, f.in) {
			order := l.arrived[f.id.number]
			if order <= last[f.in] {
				return fmt.Errorf("%v comes out of order", f.id)
			}
			last[f.in] = order
		}
	}
	for id, confirmed := range l.published {
		_, ended := l.ended[id]
		if confirmed && !ended && have[id] == 0 && !(timeless && l.delayed[id.number]) {
			return fmt.Errorf("%v was confirmed and is lost", id)
		}
	}
	return nil
}
