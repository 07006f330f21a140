package main

import (
	"fmt"
	"sync"
)

// What is known of one message in one queue.
const (
	confirmed = 1 << iota
	delivered
	acked
	covered // acked, and the ack was on disk before a later confirm came
	missed  // reported as lost: not to be counted in every later round
)

// counts is what one round, or all, came to.
type counts struct {
	confirmed, delivered, acked, covered                int
	lost, misordered, damaged, coveredAgain, ackedAgain int
	drained                                             bool
}

func (c counts) String() string {
	lost := "not counted"
	if c.drained {
		lost = fmt.Sprint(c.lost)
	}
	return fmt.Sprintf("%d confirmed, %d delivered, %d acked, %d of these covered; lost %s, misordered %d, damaged %d, covered again %d, acked again %d",
		c.confirmed, c.delivered, c.acked, c.covered, lost, c.misordered, c.damaged, c.coveredAgain, c.ackedAgain)
}

// broken tells whether a promise was. strict counts acknowledgements too.
func (c counts) broken(strict bool) bool {
	return c.lost+c.misordered+c.damaged > 0 || strict && c.coveredAgain > 0
}

// place is a queue and a publisher into it: what has an order.
type place struct {
	queue     string
	publisher int
}

// ledger is what the clients know. All may use it at once.
type ledger struct {
	mu    sync.Mutex
	state map[place][]byte // by sequence number
	round counts
	total counts
}

func newLedger() *ledger { return &ledger{state: map[place][]byte{}} }

// entry gives a message's state, to be read and set under the lock.
func (l *ledger) entry(queue string, id identity) *byte {
	p := place{queue, id.publisher}
	for len(l.state[p]) <= id.sequence {
		l.state[p] = append(l.state[p], 0)
	}
	return &l.state[p][id.sequence]
}

// next is a publisher's first sequence number that no queue has heard of.
func (l *ledger) next(publisher int) (sequence int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for p, states := range l.state {
		if p.publisher == publisher {
			sequence = max(sequence, len(states))
		}
	}
	return sequence
}

// published takes a number, so that no later round uses it again.
func (l *ledger) published(queues []string, id identity) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, queue := range queues {
		l.entry(queue, id)
	}
}

// confirm notes that the broker answers for a message in all its queues.
func (l *ledger) confirm(queues []string, id identity) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.round.confirmed++
	for _, queue := range queues {
		*l.entry(queue, id) |= confirmed
	}
}

// deliver notes a delivery.
func (l *ledger) deliver(queue string, id identity) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.round.delivered++
	state := l.entry(queue, id)
	switch {
	case *state&covered != 0:
		l.round.coveredAgain++
	case *state&acked != 0:
		l.round.ackedAgain++
	}
	*state |= delivered
}

// set adds a state to messages of a queue: acked, covered.
func (l *ledger) set(queue string, ids []identity, bit byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range ids {
		*l.entry(queue, id) |= bit
	}
	if bit == acked {
		l.round.acked += len(ids)
	} else {
		l.round.covered += len(ids)
	}
}

// fault counts one broken promise that a consumer saw by itself.
func (l *ledger) fault(counter func(*counts) *int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	*counter(&l.round)++
}

func misordered(c *counts) *int { return &c.misordered }
func damaged(c *counts) *int    { return &c.damaged }

// take ends a round. If the queues were drained, what was confirmed and not
// delivered is lost.
func (l *ledger) take(drained bool) counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.round
	c.drained = drained
	if drained {
		for _, states := range l.state {
			for i, state := range states {
				if state&confirmed != 0 && state&(delivered|missed) == 0 {
					c.lost++
					states[i] |= missed
				}
			}
		}
	}
	l.total.add(c)
	l.round = counts{}
	return c
}

func (c *counts) add(o counts) {
	c.confirmed += o.confirmed
	c.delivered += o.delivered
	c.acked += o.acked
	c.covered += o.covered
	c.lost += o.lost
	c.misordered += o.misordered
	c.damaged += o.damaged
	c.coveredAgain += o.coveredAgain
	c.ackedAgain += o.ackedAgain
	c.drained = c.drained || o.drained
}
