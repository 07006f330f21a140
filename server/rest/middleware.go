package rest

import (
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/twelvefold/twelvefold/core/world"
)

// around wraps all routes, outermost first: a panic becomes an answer, foreign
// web pages are refused, bodies are limited.
func (o *operations) around(next http.Handler) http.Handler {
	return o.recovered(o.originChecked(mediaTypeChecked(o.limited(next))))
}

// recovered turns a panic into a 500 and a line in the log. A panic of the
// body's copy to the client (http.ErrAbortHandler) goes on.
func (o *operations) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			reason := recover()
			if reason == nil {
				return
			}
			if err, ok := reason.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(reason)
			}
			o.say(world.Error, "rest: panic", "path", r.URL.Path, "panic", fmt.Sprint(reason), "stack", string(debug.Stack()))
			problem(w, r, errPanic.With(fmt.Errorf("%v", reason)))
		}()
		next.ServeHTTP(w, r)
	})
}

// originChecked lets web pages in that are allowed, by CORS, and refuses what
// any other page sends: a form or a simple fetch needs no preflight, so that
// the browser's own check comes too late. Programs send no Origin.
func (o *operations) originChecked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin == "" {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Add("Vary", "Origin")
		if !sameOrigin(origin, r.Host) && !o.options.AllowOrigin(origin) {
			problem(w, r, errOrigin)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", origin)
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			w.Header().Set("Access-Control-Allow-Methods", strings.Join(knownMethods, ", "))
			w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
			w.Header().Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func sameOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
}

// loopbackOrigin allows pages that this machine serves itself.
func loopbackOrigin(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return false
	}
	if u.Hostname() == "localhost" {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return ip != nil && ip.IsLoopback()
}

// mediaTypeChecked refuses bodies of another media type than the operations
// take: values are octets, everything else is JSON. Without Content-Type the
// body is taken for what the operation wants.
func mediaTypeChecked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := r.Header.Get("Content-Type")
		if given != "" && r.Body != http.NoBody && r.ContentLength != 0 {
			media, _, err := mime.ParseMediaType(given)
			if err != nil || (media != "application/json" && media != "application/octet-stream") {
				problem(w, r, errMediaType)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (o *operations) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > o.options.MaxBody {
			problem(w, r, errBodyTooLarge)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, o.options.MaxBody)
		next.ServeHTTP(w, r)
	})
}
