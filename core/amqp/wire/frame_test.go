package wire_test

import (
	"bytes"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// parse feeds input in pieces of at most size bytes and gives each frame as
// "type/channel/payload", then the error's text if there is one.
func parse(input []byte, size, maxFrame int) (got []string) {
	ps := wire.Parser{MaxFrame: maxFrame}
	for len(input) > 0 {
		piece := bytes.Clone(input[:min(size, len(input))])
		input = input[len(piece):]
		ps.Feed(piece)
		for {
			f, ok, err := ps.Next()
			if err != nil {
				return append(got, err.Error())
			}
			if !ok {
				break
			}
			got = append(got, strconv.Itoa(int(f.Type))+"/"+strconv.Itoa(int(f.Channel))+"/"+string(f.Payload))
		}
		ps.Hold()
		for i := range piece { // it was borrowed only
			piece[i] = 'X'
		}
	}
	return got
}

func frame(kind byte, channel uint16, payload string) string {
	n := len(payload)
	return string([]byte{kind, byte(channel >> 8), byte(channel), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) + payload + "\xce"
}

func TestFrames(t *testing.T) {
	long := string(bytes.Repeat([]byte("x"), 4096))
	for _, tc := range []struct {
		name, in string
		want     []string
	}{
		{"one", frame(1, 258, "abc"), []string{"1/258/abc"}},
		{"several", frame(2, 1, "a") + frame(3, 1, "") + frame(8, 0, ""), []string{"2/1/a", "3/1/", "8/0/"}},
		{"an end octet inside", frame(3, 1, "\xce\xce"), []string{"3/1/\xce\xce"}},
		{"as large as frame_max", frame(3, 1, long), []string{"3/1/" + long}},
		{"larger", frame(3, 1, "ok") + frame(3, 1, long+"x"),
			[]string{"3/1/ok", "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,4097,4088}"}},
		{"no end octet", "\x01\x00\x01\x00\x00\x00\x01ab",
			[]string{`FRAME_ERROR - type 1, all octets = <<"a">>: {invalid_frame_end_marker,98}`}},
		{"unfinished", "\x01\x00\x01\x00\x00\x00\x01a", nil},
		{"head unfinished", "\x01\x00\x01\x00\x00\x00", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, size := range []int{len(tc.in), 1, 7, 100} {
				require.Equal(t, tc.want, parse([]byte(tc.in), size, 4096), "in pieces of %d", size)
			}
		})
	}
}

func TestHeaderBeforeFrames(t *testing.T) {
	ps := wire.Parser{}
	ps.Feed([]byte(wire.ProtocolHeader[:5]))
	_, ok := ps.ReadHeader()
	require.False(t, ok)
	ps.Hold()
	ps.Feed([]byte(wire.ProtocolHeader[5:] + frame(8, 0, "")))
	header, ok := ps.ReadHeader()
	require.True(t, ok)
	require.Equal(t, wire.ProtocolHeader, string(header[:]))
	require.Equal(t, 8, ps.Pending())
	f, ok, err := ps.Next()
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, byte(wire.FrameHeartbeat), f.Type)
	require.Zero(t, ps.Pending())
}

func TestErrorsAreFinal(t *testing.T) {
	ps := wire.Parser{}
	ps.Feed([]byte("\x01\x00\x01\x00\x00\x00\x00x" + frame(8, 0, "")))
	for range 2 {
		_, ok, err := ps.Next()
		require.False(t, ok)
		require.Error(t, err)
		ps.Hold()
	}
}

// Announced sizes must not take memory ahead of the bytes.
func TestAnnouncedSizesTakeNoMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	require.Empty(t, parse([]byte("\x03\x00\x01\x07\xff\xff\xffabc"), 1, 0))
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<10))
}

// A frame that comes in many small pieces is copied a few times over at most,
// not once per piece.
func TestPiecesAreNotCopiedAgainAndAgain(t *testing.T) {
	const size, piece = 4 << 20, 512
	ps := wire.Parser{}
	ps.Feed([]byte("\x03\x00\x01\x00\x40\x00\x00"))
	ps.Hold()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range size / piece {
		ps.Feed(make([]byte, piece))
		_, ok, err := ps.Next()
		require.False(t, ok)
		require.NoError(t, err)
		ps.Hold()
	}
	ps.Feed([]byte{wire.FrameEnd})
	f, ok, err := ps.Next()
	require.NoError(t, err)
	require.True(t, ok)
	require.Len(t, f.Payload, size)
	runtime.ReadMemStats(&after)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(12*size))
}

func TestOutOfPlaceNamesTheFrame(t *testing.T) {
	err := wire.OutOfPlace(wire.Frame{Type: wire.FrameHeartbeat, Channel: 1})
	require.EqualError(t, err, "UNEXPECTED_FRAME - type 8, all octets = <<>>")
}

// FuzzParser holds that the pieces in which input comes don't matter.
func FuzzParser(f *testing.F) {
	f.Add([]byte(frame(1, 1, "abc")+frame(8, 0, "")), 3)
	f.Add([]byte("\x01\x00\x01\x00\x00\x00\x00x"), 1)
	f.Add([]byte("\x01\x00\x01\x00\x01\x00\x00x"), 2)
	f.Fuzz(func(t *testing.T, input []byte, size int) {
		size = 1 + (size&0x7fff)%64
		require.Equal(t, parse(input, len(input)+1, 4096), parse(input, size, 4096))
	})
}
