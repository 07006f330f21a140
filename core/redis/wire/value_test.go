package wire_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

func TestDecodeKinds(t *testing.T) {
	text := func(k wire.Kind, s string) wire.Value { return wire.Value{Kind: k, Text: []byte(s)} }
	for in, want := range map[string]wire.Value{
		"+OK\r\n":              text(wire.Status, "OK"),
		"-ERR no\r\n":          text(wire.ErrorKind, "ERR no"),
		":-12\r\n":             {Kind: wire.Integer, Int: -12},
		"$3\r\na\r\n\r\n":      text(wire.Bulk, "a\r\n"),
		"$-1\r\n":              {Kind: wire.Nil},
		"*-1\r\n":              {Kind: wire.Nil},
		"_\r\n":                {Kind: wire.Nil},
		"#t\r\n":               {Kind: wire.Boolean, Int: 1},
		"#f\r\n":               {Kind: wire.Boolean},
		",1.5\r\n":             {Kind: wire.Double, Float: 1.5},
		",-inf\r\n":            {Kind: wire.Double, Float: math.Inf(-1)},
		"(123456789012345\r\n": text(wire.BigNumber, "123456789012345"),
		"!3\r\nERR\r\n":        text(wire.BulkError, "ERR"),
		"=5\r\ntxt:x\r\n":      text(wire.Verbatim, "txt:x"),
		"*0\r\n":               {Kind: wire.Array},
		"*1\r\n:1\r\n":         {Kind: wire.Array, Items: []wire.Value{{Kind: wire.Integer, Int: 1}}},
		"~1\r\n+a\r\n":         {Kind: wire.Set, Items: []wire.Value{text(wire.Status, "a")}},
		">1\r\n+a\r\n":         {Kind: wire.Push, Items: []wire.Value{text(wire.Status, "a")}},
		"%1\r\n+a\r\n_\r\n":    {Kind: wire.Map, Items: []wire.Value{text(wire.Status, "a"), {Kind: wire.Nil}}},
		"|1\r\n+a\r\n+b\r\n":   {Kind: wire.Attribute, Items: []wire.Value{text(wire.Status, "a"), text(wire.Status, "b")}},
	} {
		got, n, err := wire.Decode([]byte(in))
		require.NoError(t, err, "%q", in)
		require.Equal(t, len(in), n, "%q", in)
		require.Equal(t, want, got, "%q", in)
		for cut := range len(in) {
			_, _, err := wire.Decode([]byte(in[:cut]))
			require.ErrorIs(t, err, wire.ErrIncomplete, "%q", in[:cut])
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	deep := make([]byte, 0, 4*200)
	for range 200 {
		deep = append(deep, "*1\r\n"...)
	}
	for _, in := range []string{
		"\r\n", "x\r\n", ":\r\n", ":1x\r\n", ":99999999999999999999\r\n", "#x\r\n", ",a\r\n",
		"$-2\r\n", "$536870913\r\n", "$1\r\nabc", "*-2\r\n", "*9999999999\r\n", string(deep),
	} {
		_, _, err := wire.Decode([]byte(in))
		var bad *wire.ProtocolError
		require.ErrorAs(t, err, &bad, "%q", in)
	}
}

func TestWriterInBothVersions(t *testing.T) {
	for _, tc := range []struct {
		name         string
		write        func(w *wire.Writer)
		resp2, resp3 string
	}{
		{"nil", func(w *wire.Writer) { w.Nil() }, "$-1\r\n", "_\r\n"},
		{"nil array", func(w *wire.Writer) { w.NilArray() }, "*-1\r\n", "_\r\n"},
		{"map", func(w *wire.Writer) { w.Map(1) }, "*2\r\n", "%1\r\n"},
		{"set", func(w *wire.Writer) { w.Set(12) }, "*12\r\n", "~12\r\n"},
		{"push", func(w *wire.Writer) { w.Push(2) }, "*2\r\n", ">2\r\n"},
		{"true", func(w *wire.Writer) { w.Bool(true) }, ":1\r\n", "#t\r\n"},
		{"false", func(w *wire.Writer) { w.Bool(false) }, ":0\r\n", "#f\r\n"},
		{"double", func(w *wire.Writer) { w.Double(3.3) }, "$18\r\n3.2999999999999998\r\n", ",3.2999999999999998\r\n"},
		{"whole double", func(w *wire.Writer) { w.Double(3) }, "$1\r\n3\r\n", ",3\r\n"},
		{"infinite", func(w *wire.Writer) { w.Double(math.Inf(-1)) }, "$4\r\n-inf\r\n", ",-inf\r\n"},
		{"verbatim", func(w *wire.Writer) { w.Verbatim("txt", "ab") }, "$2\r\nab\r\n", "=6\r\ntxt:ab\r\n"},
		{"error on one line", func(w *wire.Writer) { w.Error("ERR a\r\n+OK") }, "-ERR a  +OK\r\n", "-ERR a  +OK\r\n"},
		{"number as text", func(w *wire.Writer) { w.BulkInt(-10) }, "$3\r\n-10\r\n", "$3\r\n-10\r\n"},
	} {
		for resp3, want := range map[bool]string{false: tc.resp2, true: tc.resp3} {
			w := wire.Writer{RESP3: resp3}
			tc.write(&w)
			require.Equal(t, want, string(w.Buf), "%s, RESP3 %t", tc.name, resp3)
		}
	}
}

func TestParseInt(t *testing.T) {
	for in, want := range map[string]int64{
		"0": 0, "-1": -1, "9223372036854775807": math.MaxInt64, "-9223372036854775808": math.MinInt64,
	} {
		n, ok := wire.ParseInt([]byte(in))
		require.True(t, ok, in)
		require.Equal(t, want, n)
	}
	for _, in := range []string{"", "-", "-0", "+1", "01", " 1", "1 ", "1.0", "9223372036854775808", "-9223372036854775809", "99999999999999999999"} {
		_, ok := wire.ParseInt([]byte(in))
		require.False(t, ok, "%q", in)
	}
}

// FuzzDecode holds that no bytes panic or take more than they are, and that a
// value decoded is incomplete when any of its last bytes are missing.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"+OK\r\n", "*2\r\n:1\r\n$1\r\nx\r\n", "%1\r\n+a\r\n_\r\n", "*1\r\n*1\r\n*0\r\n", "*1000000000\r\n", "$5\r\nab"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		_, n, err := wire.Decode(p)
		if err != nil {
			require.Zero(t, n)
			return
		}
		require.LessOrEqual(t, n, len(p))
		_, _, err = wire.Decode(p[:n-1])
		require.ErrorIs(t, err, wire.ErrIncomplete)
	})
}
