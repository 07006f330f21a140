package rest

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/core/lox"
	redissession "github.com/twelvefold/twelvefold/core/redis/session"
	"github.com/twelvefold/twelvefold/core/world"
	"github.com/twelvefold/twelvefold/server/ondemand"
	"github.com/twelvefold/twelvefold/server/rest/events"
)

// Limits that a zero in Options stands for.
const (
	DefaultMaxBody     = 64 << 20 // bytes of a request's body
	DefaultMaxSessions = 1000     // open sessions of one engine
	DefaultSessionIdle = time.Minute
)

// Options of a Handler. The zero value is useful.
type Options struct {
	// Listeners tells where each engine is to be found, for the list of
	// engines; nil tells nothing.
	Listeners func() []Listener
	// Ready tells whether every listener accepts; nil means it does.
	Ready func() bool
	// Redis is the Redis server whose clients these are, so that CLIENT LIST
	// shows them and its password counts; nil makes one without a password.
	Redis *redissession.Server
	// Collectors are further numbers for /metrics, such as the connections of
	// other listeners.
	Collectors []prometheus.Collector
	// AllowOrigin tells which web pages may use the API, by their Origin
	// header; nil allows those of loopback addresses.
	AllowOrigin func(origin string) bool
	// MaxBody is the most bytes of a request's body.
	MaxBody int64
	// MaxSessions is the most open sessions of an engine, and SessionIdle after how
	// long without a call one is closed.
	MaxSessions int
	SessionIdle time.Duration
	// Lox are the limits of programs that come over REST, MaxLoxRuns how many
	// of them run at once, and MaxLoxSessions the most open sessions of Lox.
	// Zeros are the defaults of lox_runs.go.
	Lox            lox.Options
	MaxLoxRuns     int
	MaxLoxSessions int
}

func (o Options) withDefaults(box *twelvefold.Box) Options {
	if o.Listeners == nil {
		o.Listeners = func() []Listener { return nil }
	}
	if o.Ready == nil {
		o.Ready = func() bool { return true }
	}
	if o.Redis == nil && box.Redis != nil {
		o.Redis = redissession.NewServer(box.Redis, redissession.Options{})
	}
	if o.AllowOrigin == nil {
		o.AllowOrigin = loopbackOrigin
	}
	if o.MaxBody == 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.MaxSessions == 0 {
		o.MaxSessions = DefaultMaxSessions
	}
	if o.SessionIdle == 0 {
		o.SessionIdle = DefaultSessionIdle
	}
	o.Lox = withLoxDefaults(o.Lox)
	if o.MaxLoxRuns == 0 {
		o.MaxLoxRuns = DefaultMaxLoxRuns
	}
	if o.MaxLoxSessions == 0 {
		o.MaxLoxSessions = DefaultMaxLoxSessions
	}
	return o
}

// Listener is a place where an engine can be reached.
type Listener struct {
	Engine   string // the engine's word
	Protocol string // what is spoken there, such as "redis" or "http"
	Addr     string // host:port
	URL      string // what a client library is given
}

// Handler answers the API's requests. It is an http.Handler.
type Handler struct {
	http.Handler
	api    *operations
	events *events.Handler
}

// New makes the handler of a box. The box stays the caller's, who closes it
// after the handler.
func New(box *twelvefold.Box, o Options) *Handler {
	o = o.withDefaults(box)
	h := &Handler{
		api: &operations{
			box: box, options: o,
			redisSessions: newSessions[*redissession.Conn](o.MaxSessions, o.SessionIdle),
			amqpSessions:  newSessions[*amqpConn](o.MaxSessions, o.SessionIdle),
			loxSessions:   newSessions[*loxConn](o.MaxLoxSessions, o.SessionIdle),
			loxRuns:       newLoxRuns(o),
		},
		events: events.New(box.World.Events, events.Options{Version: twelvefold.Version, AllowOrigin: o.AllowOrigin}),
	}
	h.Handler = ondemand.Handler(h.routes)
	return h
}

// Close ends what outlives a request: WebSockets and sessions.
func (h *Handler) Close() error {
	h.events.Close()
	h.api.redisSessions.closeAll()
	h.api.amqpSessions.closeAll()
	h.api.loxSessions.closeAll()
	return nil
}

// operations has a method per operation of the schema; it is the generated
// StrictServerInterface.
type operations struct {
	box           *twelvefold.Box
	options       Options
	redisSessions *sessions[*redissession.Conn]
	amqpSessions  *sessions[*amqpConn]
	loxSessions   *sessions[*loxConn]
	loxRuns       *loxRuns
}

// say logs what an operator should see.
func (o *operations) say(level world.Level, msg string, keysAndValues ...any) {
	o.box.World.Say(level, msg, keysAndValues...)
}
