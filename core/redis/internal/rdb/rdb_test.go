package rdb

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChecksum(t *testing.T) {
	// The check value of CRC-64/REDIS in the catalogue of parametrised CRCs.
	require.Equal(t, uint64(0xe9c6d914c4b8d9ca), Checksum([]byte("123456789")))
	require.Zero(t, Checksum(nil))
}

// TestPayloadsOfRedis reads what DUMP of redis-server 7.0.15 gave: a line each
// in testdata/redis-7.0.15.txt, with the kind, the items and the payload.
func TestPayloadsOfRedis(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "redis-7.0.15.txt"))
	require.NoError(t, err)
	kinds := map[string]Kind{"string": String, "list": List, "set": Set, "hash": Hash}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		fields := strings.Split(line, " ")
		require.Len(t, fields, 4, "line %d", i+1)
		payload, err := base64.StdEncoding.DecodeString(fields[3])
		require.NoError(t, err)
		v, err := Parse(payload)
		require.NoError(t, err, "line %d, %s", i+1, fields[1])
		require.Equal(t, kinds[fields[0]], v.Kind)
		items, err := base64.StdEncoding.DecodeString(fields[2])
		require.NoError(t, err)
		got := bytes.Join(v.Items, []byte{0})
		require.Equal(t, hex.EncodeToString(items), hex.EncodeToString(got), "line %d, %s", i+1, fields[1])
	}
}

// TestRoundTrip writes and reads values at the edges of every form.
func TestRoundTrip(t *testing.T) {
	var edges [][]byte
	for _, n := range []int64{0, 1, -1, 63, 64, 127, 128, -128, -129, 4095, 4096, -4096, -4097, math.MaxInt16, math.MinInt16,
		1<<15 + 0, 1<<23 - 1, 1 << 23, -1 << 23, math.MaxInt32, math.MinInt32, 1 << 31, math.MaxInt64, math.MinInt64} {
		edges = append(edges, strconv.AppendInt(nil, n, 10))
	}
	ints := len(edges)
	for _, n := range []int{0, 1, 63, 64, 120, 125, 126, 127, 4094, 4095, 4096, 16379, 16380, 16383, 16384, 70000, 2097150} {
		edges = append(edges, bytes.Repeat([]byte{'x'}, n))
	}
	edges = append(edges, []byte("007"), []byte("-0"), []byte("+1"), []byte("\x00\xff"), []byte("9223372036854775808"))
	if len(edges)%2 != 0 {
		edges = append(edges, []byte("even"))
	}
	for _, item := range edges {
		requireSame(t, Value{Kind: String, Items: [][]byte{item}})
		requireSame(t, Value{Kind: List, Items: [][]byte{item}})
		requireSame(t, Value{Kind: Hash, Items: [][]byte{item, item}, Compact: true})
	}
	requireSame(t, Value{Kind: List, Items: edges})
	requireSame(t, Value{Kind: Set, Items: edges})
	requireSame(t, Value{Kind: Hash, Items: edges})
	requireSame(t, Value{Kind: Hash, Items: edges, Compact: true})

	v, err := Parse(Append(nil, Value{Kind: Set, Items: edges[:ints], Compact: true}))
	require.NoError(t, err)
	require.ElementsMatch(t, edges[:ints], v.Items)
}

func requireSame(t *testing.T, want Value) {
	t.Helper()
	got, err := Parse(Append([]byte(nil), want))
	require.NoError(t, err)
	require.Equal(t, want.Kind, got.Kind)
	require.Len(t, got.Items, len(want.Items))
	for i := range want.Items {
		require.True(t, bytes.Equal(want.Items[i], got.Items[i]), "item %d: %.40q", i, got.Items[i])
	}
}

// TestBadPayloads puts a right checksum under wrong values.
func TestBadPayloads(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":                      "",
		"a type that is not known":     "\x63",
		"a string cut off":             "\x00\x05hell",
		"a length cut off":             "\x00\x80\x00",
		"a length beyond all":          "\x00\x81\xff\xff\xff\xff\xff\xff\xff\xff",
		"an encoding that is not":      "\x00\xc4",
		"an unknown form of length":    "\x00\x82",
		"an empty list":                "\x12\x00",
		"a list that claims too much":  "\x01\x81\x00\xff\xff\xff\xff\xff\xff\xff",
		"a container that is not":      "\x12\x01\x03\x01a",
		"an empty set":                 "\x02\x00",
		"an intset too short":          "\x0b\x04\x02\x00\x00\x00",
		"an intset out of order":       "\x0b\x0c\x02\x00\x00\x00\x02\x00\x00\x00\x02\x00\x01\x00",
		"an intset of a strange width": "\x0b\x0b\x03\x00\x00\x00\x01\x00\x00\x00\x02\x00\x01",
		"a listpack with a wrong size": "\x10\x07\x08\x00\x00\x00\x00\x00\xff",
		"a listpack that is empty":     "\x10\x07\x07\x00\x00\x00\x00\x00\xff",
		"a listpack without its end":   "\x10\x09\x09\x00\x00\x00\x01\x00\x01\x01\x00",
		"an odd hash":                  "\x10\x09\x09\x00\x00\x00\x01\x00\x01\x01\xff",
		"compressed beyond its input":  "\x00\xc3\x02\x05\x04ab",
		"compressed from before it":    "\x00\xc3\x02\x05\x20\x00",
		"compressed to a wrong length": "\x00\xc3\x02\x05\x00a",
		"compressed to half a world":   "\x00\xc3\x02\x80\xff\xff\xff\xff\x00a",
	} {
		payload := append([]byte(body), Version, 0)
		sum := Checksum(payload)
		for i := range 8 {
			payload = append(payload, byte(sum>>(8*i)))
		}
		_, err := Parse(payload)
		require.ErrorIs(t, err, ErrFormat, name)
	}
	good := Append(nil, Value{Kind: String, Items: [][]byte{[]byte("hello")}})
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 0x40
		_, err := Parse(bad)
		require.ErrorIs(t, err, ErrChecksum, "byte %d changed", i)
		_, err = Parse(good[:i])
		require.ErrorIs(t, err, ErrChecksum, "cut to %d bytes", i)
	}
}

// FuzzParse gives a right checksum to any bytes, so that the decoder sees
// them: it must not panic, and what it takes must survive a round trip.
func FuzzParse(f *testing.F) {
	for _, v := range []Value{
		{Kind: String, Items: [][]byte{[]byte("hello")}},
		{Kind: List, Items: [][]byte{[]byte("a"), []byte("-300")}},
		{Kind: Set, Items: [][]byte{[]byte("1"), []byte("70000")}, Compact: true},
		{Kind: Hash, Items: [][]byte{[]byte("f"), []byte("v")}, Compact: true},
	} {
		p := Append(nil, v)
		f.Add(p[:len(p)-footerSize])
	}
	f.Add([]byte("\x00\xc3\x08\x1e\x02abc\xe0\x10\x02"))
	f.Fuzz(func(t *testing.T, body []byte) {
		payload := append(bytes.Clone(body), Version, 0)
		sum := Checksum(payload)
		for i := range 8 {
			payload = append(payload, byte(sum>>(8*i)))
		}
		v, err := Parse(payload)
		if err != nil {
			return
		}
		again, err := Parse(Append(nil, v))
		if err != nil || len(again.Items) != len(v.Items) {
			t.Fatalf("%v, %d items of %d", err, len(again.Items), len(v.Items))
		}
	})
}
