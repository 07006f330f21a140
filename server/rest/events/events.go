// Package events tells WebSocket clients what happens in the engines. Each
// connection reads the world's hub at its own pace: the memory that it costs
// is one batch of events, and a client that is too slow is told how many it
// missed.
//
// Files: events.go (the handler), stream.go (one connection), filter.go,
// message.go (the JSON).
package events

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"github.com/twelvefold/twelvefold/core/event"
)

// Timing of a connection. A client answers pings by itself (RFC 6455, section
// 5.5.2); one that does not within pongTimeout is taken for gone.
const (
	writeTimeout = 10 * time.Second
	pingEvery    = 20 * time.Second
	pongTimeout  = 60 * time.Second
	closeTimeout = 300 * time.Millisecond
)

// Options of a Handler.
type Options struct {
	Version string // told in the first message
	// AllowOrigin tells which web pages may listen, by their Origin header.
	AllowOrigin func(origin string) bool
}

// Handler upgrades requests and streams events. It is an http.Handler.
type Handler struct {
	hub      *event.Hub
	options  Options
	upgrader websocket.Upgrader

	ctx    context.Context // done when the handler is closed
	cancel context.CancelFunc
	open   sync.WaitGroup
	count  atomic.Int64 // of streams that are open
}

// New makes a handler of the events of hub.
func New(hub *event.Hub, o Options) *Handler {
	h := &Handler{hub: hub, options: o}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	h.upgrader = websocket.Upgrader{
		// The origin has been checked before the request came here; only
		// the same rule may stand here.
		CheckOrigin: func(r *http.Request) bool {
			origin := r.Header.Get("Origin")
			return origin == "" || o.AllowOrigin == nil || o.AllowOrigin(origin)
		},
		HandshakeTimeout: writeTimeout,
		WriteBufferSize:  4 << 10,
		ReadBufferSize:   1 << 10,
		Error:            refuse,
	}
	return h
}

// ServeHTTP streams until the client goes away, or Close.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, err := parseFilter(r.URL.Query())
	if err != nil {
		refuse(w, r, http.StatusBadRequest, err)
		return
	}
	conn, err := h.upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	h.open.Add(1)
	defer h.open.Done()
	h.count.Add(1)
	defer h.count.Add(-1)
	s := &stream{conn: conn, filter: f, wake: make(chan struct{}, 1)}
	s.subscription = h.hub.Subscribe(s.notify)
	s.run(h.ctx, h.options.Version)
}

// Open counts the streams.
func (h *Handler) Open() int { return int(h.count.Load()) }

// Close ends all streams and waits for them.
func (h *Handler) Close() {
	h.cancel()
	h.open.Wait()
}
