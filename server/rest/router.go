package rest

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/gorilla/mux"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// routes puts the generated operations, and the few that are not, on a router
// within the middleware.
func (h *Handler) routes() http.Handler {
	// Keys are one path segment whatever they hold: the router splits the path
	// as it was sent, and neither cleans it nor redirects.
	router := mux.NewRouter().UseEncodedPath().SkipClean(true)
	metrics := h.newMetrics()
	router.Use(metrics.observe, decodeVars)

	router.Path("/v1/events").Methods(http.MethodGet).Handler(h.events)
	router.Path("/metrics").Methods(http.MethodGet).Handler(metrics.handler)
	router.Path("/openapi.json").Methods(http.MethodGet).HandlerFunc(serveDocument)
	api.HandlerWithOptions(
		api.NewStrictHandlerWithOptions(h.api, nil, api.StrictHTTPServerOptions{
			RequestErrorHandlerFunc:  badRequest,
			ResponseErrorHandlerFunc: problem,
		}),
		api.GorillaServerOptions{BaseRouter: router, ErrorHandlerFunc: badRequest},
	)
	router.NotFoundHandler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problem(w, r, errNoPath)
	})
	router.MethodNotAllowedHandler = methodNotAllowed(router)
	return h.api.around(headAsGet(router))
}

// headAsGet answers HEAD wherever there is GET, as RFC 9110, section 9.3.2
// has it: net/http leaves the body out.
func headAsGet(router *mux.Router) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead && !routed(router, r, http.MethodHead) {
			r = r.Clone(r.Context())
			r.Method = http.MethodGet
		}
		router.ServeHTTP(w, r)
	})
}

// decodeVars undoes the percent-encoding of the path's variables, which the
// router leaves in place and the generated code does not expect.
func decodeVars(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		vars := mux.Vars(r)
		for name, encoded := range vars {
			decoded, err := url.PathUnescape(encoded)
			if err != nil {
				badRequest(w, r, err)
				return
			}
			vars[name] = decoded
		}
		next.ServeHTTP(w, mux.SetURLVars(r, vars))
	})
}

var knownMethods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete}

// methodNotAllowed lists the path's methods in Allow, as RFC 9110, section
// 15.5.6 wants.
func methodNotAllowed(router *mux.Router) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range knownMethods {
			if routed(router, r, method) || method == http.MethodHead && routed(router, r, http.MethodGet) {
				allowed = append(allowed, method)
			}
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		api.WriteProblem(w, http.StatusMethodNotAllowed, code.Unsupported, "rest: the path does not know the method "+r.Method)
	})
}

// routed tells whether the request's path has a route for method.
func routed(router *mux.Router, r *http.Request, method string) bool {
	other := r.Clone(r.Context())
	other.Method = method
	var match mux.RouteMatch
	return router.Match(other, &match) && match.MatchErr == nil
}

func serveDocument(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(api.Document)
}
