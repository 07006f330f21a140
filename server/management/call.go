package management

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// object is a JSON object.
type object = map[string]any

// call is one request.
type call struct {
	*Handler
	request *http.Request
	vars    map[string]string // of the path, decoded
	user    amqp.Account
	now     time.Time
	rates   *rates
}

// What an answer can be besides a JSON value: nil is 204.
type (
	// created is 201, with a Location where there is one to tell.
	created struct{ location string }
	// failed is a health check's bad news, 503.
	failed object
)

// problem is an error answer.
type problem struct {
	status int
	kind   string
	reason any // a text, or a list where RabbitMQ shows an Erlang tuple
}

func (p problem) Error() string { return p.kind + ": " + p.text() }

func (p problem) text() string { return fmt.Sprint(p.reason) }

var notFound = problem{http.StatusNotFound, "Object Not Found", "Not Found"}

// vhostNotFound is what those get who put something into a virtual host that
// is not there.
var vhostNotFound = problem{http.StatusNotFound, "not_found", "vhost_not_found"}

func badRequest(reason any) problem { return problem{http.StatusBadRequest, "bad_request", reason} }

// send answers a request.
func (p problem) send(w http.ResponseWriter) {
	if p.status == http.StatusUnauthorized && p.kind == loginFailed.kind {
		w.Header().Set("WWW-Authenticate", `Basic realm="RabbitMQ Management"`)
		if p.reason == nil { // nothing was said wrong: browsers ask, clients try again
			w.WriteHeader(p.status)
			return
		}
	}
	write(w, p.status, object{"error": p.kind, "reason": p.reason})
}

// asProblem is how the API says an error of the broker.
func asProblem(err error) problem {
	var p problem
	var refused *amqp.Error
	switch {
	case errors.As(err, &p):
		return p
	case !errors.As(err, &refused):
		return problem{http.StatusInternalServerError, "internal_server_error", err.Error()}
	}
	_, text, _ := strings.Cut(refused.Text, " - ")
	switch refused.Reply {
	case wire.NotFound:
		return problem{http.StatusNotFound, "not_found", text}
	case wire.AccessRefused, wire.NotAllowed:
		return accessRefused
	}
	return badRequest(text)
}

// serve makes the handler of a route.
func (h *Handler) serve(one route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, h.options.MaxBody)
		c := &call{Handler: h, request: r, vars: mux.Vars(r), now: h.db.World().Now()}
		answer, err := c.run(one)
		if err != nil {
			asProblem(err).send(w)
			return
		}
		switch a := answer.(type) {
		case nil:
			w.WriteHeader(http.StatusNoContent)
		case created:
			if a.location != "" {
				w.Header().Set("Location", a.location)
			}
			w.WriteHeader(http.StatusCreated)
		case failed:
			write(w, http.StatusServiceUnavailable, object(a))
		default:
			write(w, http.StatusOK, answer)
		}
	}
}

// run finds out who asks, whether they may, and what the answer is. Lists and
// objects are cut to what the query wants of them.
func (c *call) run(one route) (any, error) {
	for name, encoded := range c.vars {
		decoded, err := url.PathUnescape(encoded)
		if err != nil {
			return nil, badRequest("the path is not encoded as it should be")
		}
		c.vars[name] = decoded
	}
	for _, name := range []string{"exchange", "source"} {
		if c.vars[name] == "amq.default" {
			c.vars[name] = ""
		}
	}
	if c.vars["kind"] == "e" && c.vars["destination"] == "amq.default" {
		c.vars["destination"] = ""
	}
	if err := c.login(); err != nil {
		return nil, err
	}
	if err := c.allow(one.access); err != nil {
		return nil, err
	}
	answer, err := one.answer(c)
	if err != nil {
		return nil, err
	}
	if rows, ok := answer.([]object); ok {
		return c.list(rows)
	}
	if row, ok := answer.(object); ok {
		return c.columns().of(row), nil
	}
	return answer, nil
}

// write answers JSON, as a whole: an encoding that fails must not look like an
// answer.
func write(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Vary", "accept, accept-encoding, origin")
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(answer); err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	body := bytes.TrimSuffix(out.Bytes(), []byte("\n"))
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// look reads the broker at one instant.
func (c *call) look(f func(tx *amqp.Tx) error) error { return c.db.Update(f) }

// view is look where nothing can be wrong.
func (c *call) view(f func(tx *amqp.Tx)) error {
	return c.look(func(tx *amqp.Tx) error {
		f(tx)
		return nil
	})
}

// watch is look for what has rates: c.rates is there from then on. f should
// only copy: the broker is locked.
func (c *call) watch(f func(tx *amqp.Tx) error) (err error) {
	if c.rates, err = c.sampler.watch(c.now); err != nil {
		return err
	}
	return c.look(f)
}

// change has f change the broker, and returns when that is safe on disk.
func (c *call) change(f func(tx *amqp.Tx) error) error {
	var barrier uint64
	err := c.db.Update(func(tx *amqp.Tx) error {
		err := f(tx)
		barrier = tx.Barrier()
		return err
	})
	if barrier > c.db.Synced() {
		if syncing := c.db.Commit(); err == nil {
			err = syncing
		}
	}
	return err
}

// as runs f on a channel of the call's user, which then ends: what the API
// changes is checked as if the user had come by AMQP.
func (c *call) as(tx *amqp.Tx, vhost string, f func(*amqp.Channel) error) error {
	conn, err := tx.Connect(c.user.Name, vhost, amqp.Client{Name: "management", Protocol: "Direct 0-9-1"})
	if err != nil {
		return err
	}
	defer tx.Disconnect(conn)
	ch, err := tx.OpenChannel(conn, 1)
	if err != nil {
		return err
	}
	return f(ch)
}

// body reads the request's JSON object; an empty body is an empty one.
// Numbers stay as they were written.
func (c *call) body() (object, error) {
	raw, err := io.ReadAll(c.request.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, problem{http.StatusRequestEntityTooLarge, "bad_request", "the body is over the size limit"}
	case err != nil:
		return nil, badRequest("not_json")
	}
	switch strings.TrimSpace(string(raw)) {
	case "", "null", "undefined", "true", "false":
		return object{}, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil || decoder.More() {
		return nil, badRequest("not_json")
	}
	switch v := value.(type) {
	case object:
		return v, nil
	case string:
		return nil, badRequest("invalid payload: the request body JSON-decoded to a string. Is the input doubly-JSON-encoded?")
	}
	return nil, badRequest("not_json")
}

// need reads the body, and refuses one without these names.
func (c *call) need(names ...string) (object, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, name := range names {
		if _, ok := body[name]; !ok {
			missing = append(missing, "{key_missing,"+name+"}")
		}
	}
	if missing != nil {
		return nil, badRequest("[" + strings.Join(missing, ",") + "]")
	}
	return body, nil
}

// found makes the answer 404 of what is not there.
func found[T any](v T, ok bool) (T, error) {
	if !ok {
		return v, notFound
	}
	return v, nil
}

// rowsOf makes the rows of a list.
func rowsOf[T any](list []T, row func(T) object) []object {
	rows := make([]object, len(list))
	for i, one := range list {
		rows[i] = row(one)
	}
	return rows
}

// nothing answers for what this broker has none of.
func (c *call) nothing() (any, error) { return []object{}, nil }
