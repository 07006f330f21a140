package journal_test

import (
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/twelvefold/twelvefold/core/journal"
)

func subjects(j *journal.Journal) []string {
	var s []string
	for _, c := range j.Calls() {
		s = append(s, c.Subject)
	}
	return s
}

func TestKeepsWholeCalls(t *testing.T) {
	j := journal.New(3)
	call := journal.Call{Time: time.Unix(5, 0), Engine: "lru", Op: "get", Subject: "k", Err: errors.New("refused")}
	j.Add(call)
	assert.Equal(t, []journal.Call{call}, j.Calls())
	j.Reset()
	assert.Empty(t, j.Calls())
}

func TestKeepsTheLastCalls(t *testing.T) {
	for _, limit := range []int{1, 2, 3, 7} {
		j := journal.New(limit)
		var all []string
		for i := range 40 {
			name := strconv.Itoa(i)
			all = append(all, name)
			j.Add(journal.Call{Subject: name})
			assert.Equal(t, all[max(0, len(all)-limit):], subjects(j), "limit %d", limit)
		}
	}
}

func TestALimitOfNothingIsOne(t *testing.T) {
	j := journal.New(0)
	j.Add(journal.Call{Subject: "a"})
	j.Add(journal.Call{Subject: "b"})
	assert.Equal(t, []string{"b"}, subjects(j))
}

func TestCallsAreACopy(t *testing.T) {
	j := journal.New(2)
	j.Add(journal.Call{Subject: "a"})
	j.Calls()[0].Subject = "changed"
	assert.Equal(t, []string{"a"}, subjects(j))
}

func TestNoJournalRecordsNothing(t *testing.T) {
	var none *journal.Journal
	none.Add(journal.Call{})
	none.Reset()
	assert.Nil(t, none.Calls())
}

func TestParallelUse(t *testing.T) {
	j := journal.New(10)
	var users sync.WaitGroup
	for range 4 {
		users.Go(func() {
			for range 100 {
				j.Add(journal.Call{Subject: "x"})
				assert.LessOrEqual(t, len(j.Calls()), 10)
			}
		})
	}
	users.Wait()
	assert.Len(t, j.Calls(), 10)
}
