package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLedgerCounts tells the ledger of each fault, and of what is none.
func TestLedgerCounts(t *testing.T) {
	id, both := identity{7, 0}, []string{"a", "b"}
	for _, tc := range []struct {
		name  string
		tell  func(l *ledger)
		want  counts
		fatal bool // for a strict judge
	}{
		{"all is well", func(l *ledger) {
			l.published(both, id)
			l.confirm(both, id)
			l.deliver("a", id)
			l.deliver("b", id)
		}, counts{confirmed: 1, delivered: 2}, false},
		{"unconfirmed, and gone", func(l *ledger) { l.published(both, id) }, counts{}, false},
		{"confirmed, and gone from one queue", func(l *ledger) {
			l.confirm(both, id)
			l.deliver("a", id)
		}, counts{confirmed: 1, delivered: 1, lost: 1}, true},
		{"delivered again, never acknowledged", func(l *ledger) {
			l.deliver("a", id)
			l.deliver("a", id)
		}, counts{delivered: 2}, false},
		{"delivered again after its acknowledgement", func(l *ledger) {
			l.deliver("a", id)
			l.set("a", []identity{id}, acked)
			l.deliver("a", id)
		}, counts{delivered: 2, acked: 1, ackedAgain: 1}, false},
		{"delivered again after its acknowledgement was covered", func(l *ledger) {
			l.deliver("a", id)
			l.set("a", []identity{id}, acked)
			l.set("a", []identity{id}, covered)
			l.deliver("a", id)
		}, counts{delivered: 2, acked: 1, covered: 1, coveredAgain: 1}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := newLedger()
			tc.tell(l)
			tc.want.drained = true
			got := l.take(true)
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.fatal, got.broken(true))
			require.Equal(t, counts{drained: true}, l.take(true), "a fault is counted once")
		})
	}
}

// TestConsumerSees gives a consumer bodies that it must complain of.
func TestConsumerSees(t *testing.T) {
	whole := identity{3, 5}.body()
	torn := append([]byte(nil), whole...)
	torn[len(torn)-1]++
	for _, tc := range []struct {
		name   string
		bodies [][]byte
		want   counts
	}{
		{"in order", [][]byte{identity{3, 4}.body(), whole, identity{4, 0}.body()}, counts{delivered: 3}},
		{"a gap is no disorder", [][]byte{identity{3, 1}.body(), whole}, counts{delivered: 2}},
		{"backwards", [][]byte{whole, identity{3, 4}.body()}, counts{delivered: 2, misordered: 1}},
		{"twice", [][]byte{whole, whole}, counts{delivered: 2, misordered: 1}},
		{"torn", [][]byte{torn}, counts{damaged: 1}},
		{"foreign", [][]byte{[]byte("hello")}, counts{damaged: 1}},
		{"a marker", [][]byte{identity{marker, 0}.body()}, counts{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := &consumer{queue: "q", ledger: newLedger(), last: map[int]int{}}
			for _, body := range tc.bodies {
				c.see(body)
			}
			require.Equal(t, tc.want, c.ledger.take(false))
		})
	}
}
