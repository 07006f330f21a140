package amqp_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs"
)

// TestStreamAgeUnits looks at a full segment a millisecond before its time is
// over, and then.
func TestStreamAgeUnits(t *testing.T) {
	const day = 24 * time.Hour
	for age, want := range map[string]time.Duration{
		"1s": time.Second, "2m": 2 * time.Minute, "3h": 3 * time.Hour, "1D": day, "1M": 30 * day, "1Y": 365 * day,
	} {
		t.Run(age, func(t *testing.T) {
			l := newLibrary(t, nil, "x-stream-max-segment-size-bytes", int32(100), "x-max-age", age)
			l.publish("a")
			l.clock.Advance(want - time.Millisecond)
			l.Tick(l.clock.Now())
			assert.Equal(t, "0:a", l.reads("first"))
			l.clock.Advance(time.Millisecond)
			l.Tick(l.clock.Now())
			assert.Empty(t, l.reads("first"))
		})
	}
}

// TestStreamLimitIsOfFullSegments has segments of 202 bytes: a limit is
// reached with what it says, and one of no bytes is not the same as none.
func TestStreamLimitIsOfFullSegments(t *testing.T) {
	for limit, want := range map[int32]string{
		0: "4:e", 403: "2:c 3:d 4:e", 404: "0:a 1:b 2:c 3:d 4:e",
	} {
		onBoth(t, func(t *testing.T, fs vfs.FS) {
			l := newLibrary(t, fs, "x-stream-max-segment-size-bytes", int32(202), "x-max-length-bytes", limit)
			l.publish("a", "b", "c", "d", "e")
			assert.Equal(t, want, l.reads("first"), "a limit of %d bytes", limit)
		})
	}
}

// TestStreamSegmentsByPolicy has a policy make segments smaller, which a
// stream that says itself how large they are does not heed.
func TestStreamSegmentsByPolicy(t *testing.T) {
	for want, args := range map[string][]any{
		"2:c":         nil,
		"0:a 1:b 2:c": {"x-stream-max-segment-size-bytes", int32(1000)},
	} {
		l := newLibrary(t, nil, args...)
		l.do(func(tx *amqp.Tx) {
			require.NoError(t, tx.SetPolicy(policyFor("p", 1, "stream-max-segment-size-bytes", int64(202), "max-length-bytes", int64(0))))
			for _, age := range []any{int64(7), "7", "7x", ""} {
				require.Error(t, tx.SetPolicy(policyFor("q", 1, "max-age", age)), "%v", age)
			}
		})
		l.publish("a", "b", "c")
		assert.Equal(t, want, l.reads("first"))
	}
}

// TestStreamOffsetsThatAreNone holds that each refusal is for the offset.
func TestStreamOffsetsThatAreNone(t *testing.T) {
	l := newLibrary(t, nil)
	for _, offset := range []any{"", "firsts", "5", "0h", "1x", "1h30m", true, 1.5, nil} {
		l.do(func(tx *amqp.Tx) {
			_, err := tx.PeekStream("/", "s", offset, 1)
			require.ErrorContains(t, err, "x-stream-offset", "%v", offset)
			require.Equal(t, code.InvalidArgument, code.Of(err))
		})
	}
	l.publish("a")
	l.do(func(tx *amqp.Tx) {
		_, err := tx.PeekStream("/", "elsewhere", "first", 1)
		require.Equal(t, code.NotFound, code.Of(err))
		none, err := tx.PeekStream("/", "s", "first", 0)
		require.NoError(t, err)
		require.Empty(t, none)
	})
}

// TestStreamRefusesToTakeBack gives back what came from a queue and from a
// stream by turns: one that covers a delivery of the stream is refused.
func TestStreamRefusesToTakeBack(t *testing.T) {
	l := newLibrary(t, nil)
	l.do(func(tx *amqp.Tx) {
		_, err := l.ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q"})
		require.NoError(t, err)
		require.NoError(t, l.ch.Qos(tx, 0, 10, false))
		for _, queue := range []string{"q", "s"} {
			_, err = l.ch.Consume(tx, amqp.Consume{Queue: queue})
			require.NoError(t, err)
		}
		for _, queue := range []string{"q", "s", "q"} { // tags 1, 2, 3
			require.NoError(t, l.ch.Publish(tx, amqp.Publish{Key: []byte(queue)}))
		}
	})
	for _, c := range []struct {
		tag      uint64
		multiple bool
		refused  bool
	}{{2, false, true}, {2, true, true}, {3, true, true}, {0, true, true}, {99, false, true}, {1, true, false}, {3, false, false}} {
		l.do(func(tx *amqp.Tx) {
			err := l.ch.Nack(tx, c.tag, c.multiple, false)
			require.Equal(t, c.refused, err != nil, "%+v: %v", c, err)
		})
	}
}
