package wire_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

func TestTableKeepsOrder(t *testing.T) {
	var table wire.Table
	table.Set("b", 1)
	table.Set("a", 2)
	table.Set("b", 3)
	require.Equal(t, wire.Table{{Name: "b", Value: 3}, {Name: "a", Value: 2}}, table)
	v, ok := table.Get("a")
	require.True(t, ok)
	require.Equal(t, 2, v)
	table = append(table, wire.Field{Name: "b", Value: 4})
	table.Delete("b")
	require.Equal(t, wire.Table{{Name: "a", Value: 2}}, table)
	_, ok = table.Get("b")
	require.False(t, ok)
	table.Delete("none")
	require.Len(t, table, 1)
}

func TestCloneSharesNothing(t *testing.T) {
	octets := []byte{1}
	table := wire.Table{{Name: "t", Value: wire.Table{{Name: "x", Value: octets}}}, {Name: "a", Value: wire.Array{octets}}}
	clone := table.Clone()
	require.Equal(t, table, clone)
	octets[0] = 2
	table[1].Value.(wire.Array)[0] = "other"
	require.Equal(t, wire.Table{{Name: "t", Value: wire.Table{{Name: "x", Value: []byte{1}}}}, {Name: "a", Value: wire.Array{[]byte{1}}}}, clone)
	require.Nil(t, wire.Table(nil).Clone())
}

func TestTablesRefused(t *testing.T) {
	for _, tc := range []struct{ name, body string }{
		{"name beyond the end", "\x02a"},
		{"name alone", "\x01a"},
		{"unknown type", "\x01az"},
		{"types of the specification that RabbitMQ has not", "\x01aU\x00\x01"},
		{"value cut", "\x01aI\x00\x00\x00"},
		{"length cut", "\x01aS\x00\x00"},
		{"string beyond the end", "\x01aS\x00\x00\x00\x02x"},
		{"array beyond the end", "\x01aA\xff\xff\xff\xff"},
		{"array with half a value", "\x01aA\x00\x00\x00\x01t"},
		{"table with half a field", "\x01aF\x00\x00\x00\x02\x01b"},
		{"infinite", "\x01ad\x7f\xf0\x00\x00\x00\x00\x00\x00"},
		{"no number", "\x01af\x7f\xc0\x00\x00"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := wire.DecodeTableBody([]byte(tc.body))
			require.ErrorIs(t, err, wire.ErrTable)
		})
	}
	_, _, err := wire.DecodeTable([]byte("\x00\x00\x00\x01"))
	require.ErrorIs(t, err, wire.ErrTable)
}

func TestTableCutShort(t *testing.T) {
	whole := wire.AppendTable(nil, wire.Table{{Name: "every", Value: every}, {Name: "array", Value: wire.Array{every, "x"}}})
	for cut := range whole {
		_, _, err := wire.DecodeTable(whole[:cut:cut])
		require.ErrorIs(t, err, wire.ErrTable, "cut to %d", cut)
	}
	for cut := 1; cut < len(whole)-4; cut++ { // one field, so that no cut is a whole table
		body := whole[4 : 4+cut]
		if _, err := wire.DecodeTableBody(body); err == nil {
			require.Equal(t, len("\x05everyF")+4+len(wire.AppendTable(nil, every))-4, cut, "only the first field whole")
		}
	}
}

func TestDecodeTableGivesTheRest(t *testing.T) {
	table, rest, err := wire.DecodeTable(append(wire.AppendTable(nil, small), "rest"...))
	require.NoError(t, err)
	require.Equal(t, small, table)
	require.Equal(t, "rest", string(rest))
}

func TestBigLIsSigned(t *testing.T) {
	table, err := wire.DecodeTableBody([]byte("\x01aL\xff\xff\xff\xff\xff\xff\xff\xff"))
	require.NoError(t, err)
	require.Equal(t, wire.Table{{Name: "a", Value: int64(-1)}}, table)
	require.Equal(t, "\x00\x00\x00\x0b\x01al\xff\xff\xff\xff\xff\xff\xff\xff", string(wire.AppendTable(nil, table)))
}

// nest gives n tables or arrays, each the only value of the one before, as the
// fields of a table.
func nest(n int, array bool) (body []byte) {
	head := "\x01aF"
	if array {
		head, body = "A", []byte("\x01a")
	}
	for left := n - 1; left >= 0; left-- {
		body = binary.BigEndian.AppendUint32(append(body, head...), uint32(left*(len(head)+4)))
	}
	return body
}

func TestNestingIsLimited(t *testing.T) {
	for _, array := range []bool{false, true} {
		table, err := wire.DecodeTableBody(nest(wire.MaxDepth-1, array))
		require.NoError(t, err)
		require.True(t, wire.ValidValue(table))
		require.False(t, wire.ValidValue(wire.Table{{Value: table}}))
		for _, depth := range []int{wire.MaxDepth, 1000, 20_000} {
			_, err := wire.DecodeTableBody(nest(depth, array))
			require.ErrorIs(t, err, wire.ErrTable, "%d deep", depth)
		}
	}
}

func TestValidValue(t *testing.T) {
	for _, f := range every {
		require.True(t, wire.ValidValue(f.Value), f.Name)
	}
	for _, v := range []any{
		1, uint64(1), []any{}, map[string]any{}, struct{}{}, math.NaN(), float32(math.Inf(-1)),
		wire.Array{1}, wire.Table{{Name: "x", Value: 1}},
		wire.Table{{Name: string(bytes.Repeat([]byte("x"), 256))}},
	} {
		require.False(t, wire.ValidValue(v), "%T", v)
	}
	require.Panics(t, func() { wire.AppendValue(nil, 1) })
}

func TestLookup(t *testing.T) {
	raw := wire.AppendTable(nil, append(wire.Table{{Name: "nested", Value: wire.Array{every}}}, append(every, wire.Field{Name: "bool", Value: false})...))
	for _, f := range every {
		v, ok := wire.Lookup(raw, f.Name)
		require.True(t, ok)
		require.Equal(t, f.Value, v)
	}
	_, ok := wire.Lookup(raw, "other")
	require.False(t, ok)
	_, ok = wire.Lookup(nil, "other")
	require.False(t, ok)
}

func TestEqual(t *testing.T) {
	tens := []any{int8(10), uint8(10), int16(10), uint16(10), int32(10), uint32(10), int64(10)}
	for _, a := range tens {
		for _, b := range tens {
			require.True(t, wire.Equal(a, b), "%T %T", a, b)
		}
		require.False(t, wire.Equal(a, int64(11)), "%T", a)
	}
	for _, tc := range []struct {
		a, b any
		want bool
	}{
		{float32(0.5), 0.5, true},
		{0.5, 0.25, false},
		{int32(1), 1.0, false},
		{int8(-1), uint8(255), false},
		{"10", int32(10), false},
		{"a", "a", true},
		{"a", []byte("a"), false},
		{[]byte("a"), []byte("a"), true},
		{[]byte("a"), "a", false},
		{nil, nil, true},
		{nil, false, false},
		{true, true, true},
		{wire.Timestamp(1), int64(1), false},
		{wire.Decimal{Scale: 1, Value: 2}, wire.Decimal{Scale: 1, Value: 2}, true},
		{wire.Decimal{Scale: 0, Value: 2}, int32(2), false},
		{every, every.Clone(), true},
		{wire.Table{{Name: "a", Value: int32(1)}}, wire.Table{{Name: "a", Value: int64(1)}}, false},
		{wire.Table{{Name: "a"}}, wire.Table{{Name: "b"}}, false},
		{wire.Table{}, wire.Array{}, false},
		{wire.Array{}, wire.Table{}, false},
		{wire.Array{"a", every}, wire.Array{"a", every}, true},
		{wire.Array{"a"}, wire.Array{"b"}, false},
		{wire.Array{"a"}, wire.Array{"a", "a"}, false},
	} {
		require.Equal(t, tc.want, wire.Equal(tc.a, tc.b), "%#v %#v", tc.a, tc.b)
		require.Equal(t, tc.want, wire.Equal(tc.b, tc.a), "%#v %#v", tc.b, tc.a)
	}
}

// FuzzDecodeTable holds that a table that can be read is valid, and written as
// it was, but for L and truth values other than 1.
func FuzzDecodeTable(f *testing.F) {
	f.Add(wire.AppendTable(nil, every))
	f.Add(wire.AppendTable(nil, wire.Table{{Name: "n", Value: wire.Array{every, wire.Array{}}}, {Name: "n", Value: small}}))
	f.Add(append([]byte{0, 0, 2, 0xbc}, nest(100, false)...))
	f.Fuzz(func(t *testing.T, p []byte) {
		table, rest, err := wire.DecodeTable(p)
		if err != nil {
			require.ErrorIs(t, err, wire.ErrTable)
			return
		}
		require.True(t, wire.ValidValue(table))
		once := wire.AppendTable(nil, table)
		require.Len(t, once, len(p)-len(rest))
		again, rest, err := wire.DecodeTable(once)
		require.NoError(t, err)
		require.Empty(t, rest)
		require.Equal(t, table, again)
		require.True(t, wire.Equal(table, again))
		for _, field := range table {
			want, _ := table.Get(field.Name)
			got, ok := wire.Lookup(p, field.Name)
			require.True(t, ok)
			require.Equal(t, want, got)
		}
	})
}
