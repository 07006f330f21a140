package management

import (
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/server/ondemand"
)

// Names that the API gives. The versions are those of the RabbitMQ that
// clients are to take this for.
const (
	nodeName        = "twelvefold@localhost"
	clusterName     = "twelvefold"
	rabbitMQVersion = "3.10.8"
)

// DefaultMaxBody is what a zero Options.MaxBody stands for, in bytes.
const DefaultMaxBody = 64 << 20

// Options of a Handler; the zero value is good.
type Options struct {
	// Listeners tells what else listens, for the overview and the health
	// checks; nil tells nothing.
	Listeners func() []Listener
	// Version of twelvefold, told in the overview.
	Version string
	// MaxConnections is how many clients the AMQP listener takes at once; 0
	// tells nothing.
	MaxConnections int
	// External tells that clients may log in by the mechanism EXTERNAL.
	External bool
	// MaxBody is the most bytes of a request's body.
	MaxBody int64
}

// Listener is a port that is open.
type Listener struct {
	Protocol string // by RabbitMQ's names: "amqp", "amqp/ssl", "http"
	Addr     string // host:port
	// Expires is when the certificate ends with which it speaks TLS; zero
	// where it speaks plainly.
	Expires time.Time
}

func (l Listener) host() string {
	host, _, _ := net.SplitHostPort(l.Addr)
	return host
}

func (l Listener) port() int {
	_, port, _ := net.SplitHostPort(l.Addr)
	n, _ := strconv.Atoi(port)
	return n
}

// Handler answers the API's requests. It is an http.Handler.
type Handler struct {
	http.Handler
	db      *amqp.DB
	options Options
	sampler *sampler
	started time.Time
}

// New makes the handler for a broker, which stays the caller's.
func New(db *amqp.DB, o Options) *Handler {
	if o.Listeners == nil {
		o.Listeners = func() []Listener { return nil }
	}
	if o.MaxBody == 0 {
		o.MaxBody = DefaultMaxBody
	}
	h := &Handler{db: db, options: o, sampler: newSampler(db), started: db.World().Now()}
	// Browsers send a login that they remember along with what a foreign page
	// makes them ask.
	h.Handler = http.NewCrossOriginProtection().Handler(ondemand.Handler(h.routes))
	return h
}

// Close ends what goes on without requests.
func (h *Handler) Close() error {
	h.sampler.stop()
	return nil
}
