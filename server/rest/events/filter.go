package events

import (
	"errors"
	"net/url"
	"strings"

	"github.com/twelvefold/twelvefold/core/event"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// filter is what a client wants to hear; empty fields let everything through.
type filter struct {
	engine string
	what   event.Type
	prefix string
}

func parseFilter(query url.Values) (filter, error) {
	f := filter{engine: query.Get("engine"), what: event.Type(query.Get("type")), prefix: query.Get("prefix")}
	if f.engine != "" && !api.EngineName(f.engine).Valid() {
		return f, errors.New("events: there is no such engine")
	}
	if f.what != "" && !api.EventType(f.what).Valid() {
		return f, errors.New("events: there is no such type of event")
	}
	return f, nil
}

func (f filter) matches(e event.Event) bool {
	return (f.engine == "" || f.engine == e.Engine) &&
		(f.what == "" || f.what == e.Type) &&
		strings.HasPrefix(e.Key, f.prefix)
}
