package wire_test

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// parse feeds input in pieces of at most size bytes and gives every request
// with its arguments quoted, then the error's text if there is one.
func parse(input []byte, size int, unauthenticated bool) (got []string) {
	ps := wire.Parser{Unauthenticated: unauthenticated}
	for len(input) > 0 {
		piece := bytes.Clone(input[:min(size, len(input))])
		input = input[len(piece):]
		ps.Feed(piece)
		for {
			args, err := ps.Next()
			if err != nil {
				return append(got, err.Error())
			}
			if args == nil {
				break
			}
			got = append(got, string(bytes.Join(args, []byte("|"))))
		}
		ps.Hold()
		for i := range piece { // it was borrowed only
			piece[i] = 'X'
		}
	}
	return got
}

func TestRequests(t *testing.T) {
	long := strings.Repeat("x", wire.MaxInline)
	for _, tc := range []struct {
		name, in string
		want     []string
	}{
		{"array", "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n", []string{"GET|k"}},
		{"two arrays", "*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n", []string{"PING", "PING"}},
		{"binary argument", "*1\r\n$5\r\na\r\n\x00b\r\n", []string{"a\r\n\x00b"}},
		{"empty argument", "*2\r\n$0\r\n\r\n$1\r\nx\r\n", []string{"|x"}},
		{"empty requests are skipped", "*0\r\n\r\n*-1\r\n   \r\nPING\r\n", []string{"PING"}},
		{"inline, line feed only", "GET  k\n", []string{"GET|k"}},
		{"inline quotes", `SET "a b" '\'c' "\x41\n" d"e"` + "\r\n", []string{"SET|a b|'c|A\n|de"}},
		{"inline quotes open", "SET \"a\r\nPING\r\n", []string{"Protocol error: unbalanced quotes in request"}},
		{"inline quotes glued", "SET 'a'b\r\n", []string{"Protocol error: unbalanced quotes in request"}},
		{"inline as long as allowed", long + "\n", []string{long}},
		{"inline too long", long + "xx\n", []string{"Protocol error: too big inline request"}},
		{"count too long", "*" + long + "x", []string{"Protocol error: too big mbulk count string"}},
		{"length too long", "*1\r\n$" + long + "x", []string{"Protocol error: too big bulk count string"}},
		{"count out of range", "*3000000000\r\n", []string{"Protocol error: invalid multibulk length"}},
		{"count no number", "*1x\r\n", []string{"Protocol error: invalid multibulk length"}},
		{"count with leading zero", "*01\r\n", []string{"Protocol error: invalid multibulk length"}},
		{"length missing", "*1\r\nPING\r\n", []string{"Protocol error: expected '$', got 'P'"}},
		{"length line empty", "*1\r\n\r\n", []string{"Protocol error: expected '$', got '\r'"}},
		{"length negative", "*1\r\n$-1\r\n", []string{"Protocol error: invalid bulk length"}},
		{"length over the limit", "*1\r\n$536870913\r\n", []string{"Protocol error: invalid bulk length"}},
		{"zero bytes end nothing", "\x00" + long + "x\r\n", []string{"Protocol error: too big inline request"}},
		{"half a request", "*2\r\n$3\r\nGET\r\n$1\r\n", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, size := range []int{len(tc.in), 1, 7} {
				require.Equal(t, tc.want, parse([]byte(tc.in), size, false), "in pieces of %d", size)
			}
		})
	}
}

func TestUnauthenticatedLimits(t *testing.T) {
	require.Equal(t, []string{"Protocol error: unauthenticated multibulk length"}, parse([]byte("*11\r\n"), 9, true))
	require.Equal(t, []string{"Protocol error: unauthenticated bulk length"}, parse([]byte("*1\r\n$16385\r\n"), 9, true))
	require.Empty(t, parse([]byte("*10\r\n$16384\r\n"), 99, true))
}

// Announced lengths must not take memory ahead of the bytes.
func TestAnnouncedLengthsTakeNoMemory(t *testing.T) {
	for _, in := range []string{"*2147483647\r\n", "*1\r\n$536870912\r\n"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		parse([]byte(in), 1, false)
		runtime.ReadMemStats(&after)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<10), in)
	}
}

// A request that comes in many small pieces is copied a few times over at
// most, not once per piece.
func TestPiecesAreNotCopiedAgainAndAgain(t *testing.T) {
	const size, piece = 4 << 20, 512
	ps := wire.Parser{}
	feed := func(p []byte) [][]byte {
		ps.Feed(p)
		args, err := ps.Next()
		require.NoError(t, err)
		n := len(args)
		ps.Hold()
		if n == 0 {
			return nil
		}
		return args
	}
	feed([]byte("*1\r\n$4194304\r\n"))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := 0; i < size; i += piece {
		feed(make([]byte, piece))
	}
	require.NotNil(t, feed([]byte("\r\n")))
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(12*size))
}

func TestAgainGivesTheRequestOnceMore(t *testing.T) {
	ps := wire.Parser{}
	ps.Feed([]byte("PING a\r\n*1\r\n$4\r\nECHO\r\nQUIT\r\n"))
	for _, want := range []string{"PING", "ECHO", "QUIT"} {
		for range 2 {
			args, err := ps.Next()
			require.NoError(t, err)
			require.Equal(t, want, string(args[0]))
			ps.Again()
		}
		ps.Hold() // a request postponed survives it
		_, err := ps.Next()
		require.NoError(t, err)
	}
}

// FuzzParser holds that the pieces in which input comes don't matter, and
// that what parses is bounded by what came.
func FuzzParser(f *testing.F) {
	for _, seed := range []string{
		"PING\r\n", "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n", "*0\r\n*-5\r\n", "*1\r\n$-1\r\n", "SET \"a\\x41\" 'b'\r\n",
		"*1000000000\r\n", "$", "*1\r\n\x00", "*3\r\n$1\r\n", "\r\n\r\nGET k\n",
	} {
		f.Add([]byte(seed), uint64(1))
	}
	f.Fuzz(func(t *testing.T, input []byte, seed uint64) {
		whole := parse(input, max(len(input), 1), false)
		require.Equal(t, whole, parse(input, 1, false))
		r := rand.New(rand.NewPCG(seed, 0))
		require.Equal(t, whole, parse(input, 1+r.IntN(16), false))
		total := 0
		for _, request := range whole {
			total += len(request)
		}
		require.LessOrEqual(t, total, len(input)+100)
	})
}
