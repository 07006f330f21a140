// Package ondemand makes what serves a request when the first one comes, so
// that a server is ready before it has compiled the routes that nobody may ask
// for.
package ondemand

import (
	"net/http"
	"sync"
)

// Handler is what build gives, which is called once, by the first request.
// Requests that come meanwhile wait for it.
func Handler(build func() http.Handler) http.Handler {
	built := sync.OnceValue(build)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { built().ServeHTTP(w, r) })
}
