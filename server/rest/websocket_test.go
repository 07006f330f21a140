package rest_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/server/rest"
)

// The way through router and middleware leaves a connection that can become a
// WebSocket, and Close ends what has become one.
func TestEventsComeThroughTheHandler(t *testing.T) {
	box, err := twelvefold.Open(twelvefold.Options{Seed: 1})
	require.NoError(t, err)
	defer box.Close()
	handler := rest.New(box, rest.Options{})
	server := httptest.NewServer(handler)
	defer server.Close()

	conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http")+"/v1/events", nil)
	require.NoError(t, err)
	defer conn.Close()
	var hello struct{ Type string }
	require.NoError(t, conn.ReadJSON(&hello))
	require.Equal(t, "hello", hello.Type)

	require.NoError(t, handler.Close())
	err = conn.ReadJSON(&hello)
	require.True(t, websocket.IsCloseError(err, websocket.CloseGoingAway), "%v", err)
}
