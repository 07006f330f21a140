package realm

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox/object"
)

// printing is a realm and what it has written, piece by piece.
func printing(limit int64) (*Realm, *[]string) {
	r := New(Limits{Output: limit, Depth: 1})
	pieces := &[]string{}
	r.Output.Write = func(p []byte) error {
		*pieces = append(*pieces, string(p))
		return nil
	}
	return r, pieces
}

func TestPrintGathers(t *testing.T) {
	r, pieces := printing(0)
	require.NoError(t, r.Print(object.Number(1)))
	require.NoError(t, r.Print(object.Literal("two")))
	require.NoError(t, r.Print(object.Nil))
	assert.Empty(t, *pieces)
	require.NoError(t, r.Output.Flush())
	require.NoError(t, r.Output.Flush())
	assert.Equal(t, []string{"1\ntwo\nnil\n"}, *pieces)
	assert.EqualValues(t, 10, r.Output.Written())
}

func TestPrintWritesInOrder(t *testing.T) {
	r, pieces := printing(0)
	var want strings.Builder
	for i := range 20_000 {
		require.NoError(t, r.Print(object.Number(float64(i))))
		want.Write(object.Append(nil, object.Number(float64(i)), object.Shortest))
		want.WriteByte('\n')
	}
	require.NoError(t, r.Output.Flush())
	assert.Equal(t, want.String(), strings.Join(*pieces, ""))
	assert.Greater(t, len(*pieces), 10)
	for _, p := range *pieces {
		assert.Less(t, len(p), bufferSize+20)
	}
}

func TestPrintInTheBooksStyle(t *testing.T) {
	r, pieces := printing(0)
	r.Style = object.Book
	require.NoError(t, r.Print(object.Number(1234567)))
	require.NoError(t, r.Output.Flush())
	assert.Equal(t, []string{"1.23457e+06\n"}, *pieces)
}

// A run may print exactly as much as its limit says; what does not fit is not
// printed in part, and what came before is.
func TestOutputExactlyAtTheLimit(t *testing.T) {
	r, pieces := printing(10)
	r.Output.Start(10)
	require.NoError(t, r.Print(object.Literal("1234")))
	require.NoError(t, r.Print(object.Literal("1234")))
	err := r.Print(object.Literal(""))
	assert.Equal(t, OutputLimit, kindOf(t, err))
	require.NoError(t, r.Output.Flush())
	assert.Equal(t, []string{"1234\n1234\n"}, *pieces)

	r.Output.Start(10)
	assert.Error(t, r.Print(object.Literal("1234567890")), "the line's end counts")
	require.NoError(t, r.Print(object.Literal("123456789")))
	assert.EqualValues(t, 10, r.Output.Written())
}

func TestOutputLimitOfALongString(t *testing.T) {
	r, pieces := printing(10_000)
	long := object.Literal(strings.Repeat("x", 20_000))
	assert.Equal(t, OutputLimit, kindOf(t, r.Print(long)))
	require.NoError(t, r.Print(object.Literal(strings.Repeat("x", 9_999))))
	require.NoError(t, r.Output.Flush())
	assert.Len(t, strings.Join(*pieces, ""), 10_000)
}

func TestPrintTellsTheHostsError(t *testing.T) {
	r := New(Limits{})
	closed := errors.New("closed")
	r.Output.Write = func([]byte) error { return closed }
	require.NoError(t, r.Print(object.Nil))
	err := r.Output.Flush()
	assert.Equal(t, Host, kindOf(t, err))
	assert.ErrorIs(t, err, closed)
	assert.NoError(t, r.Output.Flush(), "what could not be written is gone")
}

func TestPrintToNobody(t *testing.T) {
	r := New(Limits{})
	for range 10_000 {
		require.NoError(t, r.Print(object.Literal("nobody reads this")))
	}
	assert.NoError(t, r.Output.Flush())
}
