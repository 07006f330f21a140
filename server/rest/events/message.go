package events

import (
	"net/http"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/engine"
	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

func newHello(seq uint64, version string) api.HelloMessage {
	return api.HelloMessage{Type: api.Hello, Seq: int64(seq), Version: version, SchemaHash: engine.SchemaHash}
}

func newMissed(count, last uint64) api.MissedMessage {
	return api.MissedMessage{Type: api.Missed, Count: int64(count), Seq: int64(last)}
}

func newKeyEvent(e event.Event) api.KeyEventMessage {
	m := api.KeyEventMessage{
		Type: api.Event, Seq: int64(e.Seq), Time: e.Time, Engine: api.EngineName(e.Engine),
		Event: api.EventType(e.Type), Key: api.Bytes(e.Key),
	}
	if e.DB != 0 {
		m.DB = &e.DB
	}
	if e.Reason != "" {
		m.Reason = &e.Reason
	}
	return m
}

// refuse answers a request that becomes no WebSocket, with a problem as
// everywhere else.
func refuse(w http.ResponseWriter, _ *http.Request, status int, reason error) {
	c := code.InvalidArgument
	if status == http.StatusForbidden {
		c = code.NotAllowed
	}
	api.WriteProblem(w, status, c, reason.Error())
}
