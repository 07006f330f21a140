package ports_test

import (
	"net"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/tests/ports"
)

func TestFree(t *testing.T) {
	free, err := ports.Free(20)
	require.NoError(t, err)
	require.Len(t, free, 20)
	seen := map[int]bool{}
	for _, port := range free {
		require.False(t, seen[port], "%d twice", port)
		seen[port] = true
		l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
		require.NoError(t, err)
		defer l.Close()
	}
}

func TestFreeGivesUp(t *testing.T) {
	_, err := ports.Free(2000)
	require.ErrorContains(t, err, "no 2000 are free")
}
