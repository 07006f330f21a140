package server

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net"
	"net/http"
	"strings"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/server/playground"
)

// guard stands before the handlers: it asks for the token, if there is one,
// and turns away what a web page in the user's browser was tricked into
// sending.
type guard struct {
	next     http.Handler
	token    string
	loopback bool
}

// withoutToken are the paths that need no token: a probe has none, nor has a
// browser that opens the playground, whose files are public.
func withoutToken(path string) bool {
	return path == "/healthz" || path == "/readyz" || playground.Serves(path)
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// DNS rebinding: a page of evil.example, whose name suddenly means
	// 127.0.0.1, counts as the same origin as this server. It cannot lie
	// about the name it was loaded by.
	if g.loopback && !loopbackHost(r.Host) {
		refuse(w, code.NotAllowed, "server: the Host header names no loopback address; --bind opens the server to others")
		return
	}
	if g.token != "" && !withoutToken(r.URL.Path) && !g.authorized(r) {
		w.Header().Set("WWW-Authenticate", `Bearer realm="twelvefold"`)
		refuse(w, code.Unauthenticated, "server: a bearer token is needed")
		return
	}
	g.next.ServeHTTP(w, r)
}

// authorized compares digests, so that neither length nor content of the token
// shows in the time it takes.
func (g *guard) authorized(r *http.Request) bool {
	given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	have, want := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(g.token))
	return ok && subtle.ConstantTimeCompare(have[:], want[:]) == 1
}

func loopbackHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") { // RFC 6761, 6.3
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// refuse answers with a problem (RFC 9457).
func refuse(w http.ResponseWriter, c code.Code, detail string) {
	status := code.HTTPStatus[c]
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"type": "about:blank", "title": http.StatusText(status), "status": status, "code": c, "detail": detail,
	})
}
