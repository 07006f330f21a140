package door_test

import (
	"context"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
)

func TestHandles(t *testing.T) {
	before := door.Live()
	h := door.Keep("a text")
	require.Positive(t, h)
	require.Equal(t, before+1, door.Live())

	text, err := door.Of[string](h)
	require.NoError(t, err)
	require.Equal(t, "a text", text)
	_, err = door.Of[int](h)
	require.Equal(t, code.Internal, code.Of(err), "a handle of another type")

	require.NoError(t, door.Free(h))
	require.NoError(t, door.Free(h), "freeing twice is no error")
	_, err = door.Of[string](h)
	require.Equal(t, code.Closed, code.Of(err), "a stale handle")
	require.NotEqual(t, h, door.Keep("another"), "numbers are never used twice")
}

func TestOptions(t *testing.T) {
	for _, tc := range []struct {
		name, options, wrong string
	}{
		{"none", `{}`, ""},
		{"known", `{"max_entries": 3}`, ""},
		{"misspelled", `{"max_entires": 3}`, `unknown field "max_entires"`},
		{"wrong type", `{"max_entries": "three"}`, "max_entries can't be a string"},
		{"not whole", `{"max_entries": 1.5}`, "max_entries can't be a number 1.5"},
		{"no object", `[]`, "array"},
		{"refused by the engine", `{"max_entries": -1}`, "lru: limit is negative"},
		{"no such clock", `{"clock": 999999999}`, "never opened"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			cache, err := door.OpenLRU(tc.options)
			if tc.wrong == "" {
				require.NoError(t, err)
				require.NoError(t, cache.Close())
				return
			}
			require.ErrorContains(t, err, tc.wrong)
			require.NotEqual(t, code.Internal, code.Of(err))
		})
	}
}

func TestClockMovesItsEnginesUntilTheyAreClosed(t *testing.T) {
	clock := door.NewClock()
	h := door.Keep(clock)
	cache, err := door.OpenLRU(`{"ttl_ms": 10, "watch": true, "clock": ` + decimal(h) + `}`)
	require.NoError(t, err)
	require.NoError(t, cache.Put([]byte("k"), []byte("v")))
	require.Empty(t, cache.Evictions())
	clock.Advance(10 * time.Millisecond)
	gone := cache.Evictions()
	require.Len(t, gone, 1, "the clock ticked the cache")
	require.Equal(t, "expired", gone[0].Reason.String())
	require.Empty(t, cache.Evictions(), "handed over once")

	require.NoError(t, cache.Close())
	require.NoError(t, cache.Close())
	clock.Advance(time.Hour)
}

func decimal(h int64) string { return strconv.FormatInt(h, 10) }

func TestReplyErrors(t *testing.T) {
	for text, want := range map[string]code.Code{
		"WRONGTYPE Operation against a key holding the wrong kind of value": code.WrongType,
		"ERR unknown command 'x', with args beginning with: ":               code.UnknownCommand,
		"ERR wrong number of arguments for 'get' command":                   code.WrongArity,
		"EXECABORT Transaction discarded because of previous errors.":       code.TransactionAborted,
		"ERR value is not an integer or out of range":                       code.InvalidArgument,
		"anything": code.InvalidArgument,
	} {
		err := door.ReplyError(text)
		require.Equal(t, want, code.Of(err), text)
		require.EqualError(t, err, text)
	}
}

func TestSessionSaysAllItHasToSay(t *testing.T) {
	store, err := door.OpenRedis(`{}`)
	require.NoError(t, err)
	defer store.Close()
	s := store.Connect()
	ping := []byte("PING\r\n")
	var pipeline, want []byte
	for range 300_000 { // more replies than a session lets wait
		pipeline = append(pipeline, ping...)
		want = append(want, "+PONG\r\n"...)
	}
	s.Feed(pipeline, func(out []byte) { require.Equal(t, len(want), len(out)) })
}

func TestMatmulInBandsStopsWhenCancelled(t *testing.T) {
	const n = 700 // 3.4e8 multiplications: several bands
	ones := make([]float64, n*n)
	for i := range ones {
		ones[i] = 1
	}
	out := make([]float64, n*n)
	call := &door.KernelCall{Out: out, In: [][]float64{ones, ones}}
	copy(call.Numbers[:], []int{n, n, n, n})
	kernel := door.Kernels["matmul"]
	require.True(t, kernel.Long(call))

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := kernel.Run(ctx, call)
	require.Equal(t, code.Cancelled, code.Of(err))

	_, err = kernel.Run(context.Background(), call)
	require.NoError(t, err)
	require.InDelta(t, n, out[0], 0)
	require.InDelta(t, n, out[n*n-1], 0)
	require.False(t, math.IsNaN(out[n]))

	call.Out = ones
	_, err = kernel.Run(context.Background(), call)
	require.Equal(t, code.InvalidArgument, code.Of(err), "the output overlaps an input")
}
