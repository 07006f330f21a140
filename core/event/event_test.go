package event_test

import (
	"runtime"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/twelvefold/twelvefold/core/event"
)

func publish(h *event.Hub, keys ...string) {
	for _, key := range keys {
		h.Publish(event.Event{Engine: "lru", Type: event.Set, Key: key})
	}
}

// read takes up to n events and gives them as seq:key.
func read(s *event.Subscription, n int) (got []string, missed uint64) {
	dst := make([]event.Event, n)
	n, missed = s.Read(dst)
	for _, e := range dst[:n] {
		got = append(got, strconv.FormatUint(e.Seq, 10)+":"+e.Key)
	}
	return got, missed
}

func TestEventsAreNumberedAndDelivered(t *testing.T) {
	h := event.NewHub(8)
	s := h.Subscribe(nil)
	publish(h, "a", "b", "c")
	got, missed := read(s, 2)
	assert.Equal(t, []string{"1:a", "2:b"}, got)
	assert.Zero(t, missed)
	got, missed = read(s, 2)
	assert.Equal(t, []string{"3:c"}, got)
	assert.Zero(t, missed)
	got, missed = read(s, 2)
	assert.Empty(t, got)
	assert.Zero(t, missed)
}

func TestASubscriptionBeginsNow(t *testing.T) {
	h := event.NewHub(8)
	publish(h, "before anybody listened")
	first := h.Subscribe(nil)
	publish(h, "a")
	second := h.Subscribe(nil)
	publish(h, "b")
	got, missed := read(first, 9)
	assert.Equal(t, []string{"2:a", "3:b"}, got, "numbers count what nobody heard")
	assert.Zero(t, missed)
	got, missed = read(second, 9)
	assert.Equal(t, []string{"3:b"}, got)
	assert.Zero(t, missed)
}

func TestASlowReaderIsToldWhatItMissed(t *testing.T) {
	tests := []struct {
		events, want int // with a hub of 4
		missed       uint64
	}{{3, 3, 0}, {4, 4, 0}, {5, 4, 1}, {11, 4, 7}}
	for _, test := range tests {
		h := event.NewHub(4)
		s := h.Subscribe(nil)
		for i := range test.events {
			publish(h, strconv.Itoa(i))
		}
		got, missed := read(s, 9)
		assert.Len(t, got, test.want, "%+v", test)
		assert.Equal(t, test.missed, missed, "%+v", test)
		last := strconv.Itoa(test.events)
		assert.Equal(t, last+":"+strconv.Itoa(test.events-1), got[len(got)-1])
		publish(h, "next")
		got, missed = read(s, 9)
		assert.Len(t, got, 1)
		assert.Zero(t, missed, "what was missed is told once")
	}
}

func TestNotify(t *testing.T) {
	h := event.NewHub(4)
	calls := 0
	s := h.Subscribe(func() { calls++ })
	publish(h, "a", "b")
	assert.Equal(t, 2, calls)
	s.Close()
	s.Close() // a second time does nothing
	publish(h, "c")
	assert.Equal(t, 2, calls)
}

func TestSkipCountsWhatNobodyHears(t *testing.T) {
	h := event.NewHub(4)
	assert.True(t, h.Skip())
	s := h.Subscribe(nil)
	assert.False(t, h.Skip(), "somebody listens")
	publish(h, "a")
	got, _ := read(s, 9)
	assert.Equal(t, []string{"2:a"}, got)
	s.Close()
	assert.True(t, h.Skip(), "nobody listens any more")
}

func TestNoHubSwallows(t *testing.T) {
	var none *event.Hub
	publish(none, "a")
	assert.True(t, none.Skip())
}

// TestParallelPublishers has every reader account for every event, as read or
// as missed, in order.
func TestParallelPublishers(t *testing.T) {
	const publishers, each = 4, 500
	h := event.NewHub(64)
	var publishing, reading sync.WaitGroup
	done := make(chan struct{})
	for range 3 {
		s := h.Subscribe(nil)
		reading.Go(func() {
			defer s.Close()
			total, last := uint64(0), uint64(0)
			dst := make([]event.Event, 16)
			for total < publishers*each {
				n, missed := s.Read(dst)
				if n == 0 && missed == 0 {
					select {
					case <-done:
						if n, missed = s.Read(dst); n == 0 && missed == 0 {
							assert.EqualValues(t, publishers*each, total)
							return
						}
					default:
						runtime.Gosched() // WebAssembly has no other way to let the publishers in
					}
				}
				for _, e := range dst[:n] {
					assert.Greater(t, e.Seq, last)
					last = e.Seq
				}
				total += uint64(n) + missed
			}
			assert.EqualValues(t, publishers*each, total)
		})
	}
	for range publishers {
		publishing.Go(func() {
			for range each {
				publish(h, "x")
			}
		})
	}
	publishing.Wait()
	close(done)
	reading.Wait()
}
