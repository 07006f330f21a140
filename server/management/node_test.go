package management_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/management"
)

// What the server says of its door is in what the node tells.
func TestNodeTellsOfTheDoor(t *testing.T) {
	s := open(t)
	node := get[[]object](s, "/api/nodes")[0]
	require.Len(t, node["auth_mechanisms"], 2)
	require.NotContains(t, node, "sockets_total")

	s.h = management.New(s.db, management.Options{MaxConnections: 7, External: true})
	node = get[[]object](s, "/api/nodes")[0]
	has(t, node, object{"sockets_total": 7.0, "sockets_used": 0.0})
	require.Len(t, node["auth_mechanisms"], 3)
	require.Contains(t, node, "mem_used_details")
}
