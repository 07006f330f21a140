package playground_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/playground"
)

const page, module = "<!doctype html>the page", "\x00asm the module"

func handler(t *testing.T) http.Handler {
	h, err := playground.New(fstest.MapFS{
		"index.html":           {Data: []byte(page)},
		"assets/lox-ab12.wasm": {Data: []byte(module)},
	})
	require.NoError(t, err)
	return h
}

func get(t *testing.T, method, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	handler(t).ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return string(text)
}

func TestFilesHaveTypesAndAPolicy(t *testing.T) {
	for _, c := range []struct{ path, contentType, content, cache string }{
		{"/playground/", "text/html; charset=utf-8", page, "no-cache"},
		{"/playground/index.html", "text/html; charset=utf-8", page, "no-cache"},
		{"/playground/assets/lox-ab12.wasm", "application/wasm", module, "public, max-age=31536000, immutable"},
	} {
		r := get(t, http.MethodGet, c.path)
		require.Equal(t, http.StatusOK, r.StatusCode, c.path)
		require.Equal(t, c.contentType, r.Header.Get("Content-Type"))
		require.Equal(t, c.cache, r.Header.Get("Cache-Control"))
		require.Equal(t, "nosniff", r.Header.Get("X-Content-Type-Options"))
		require.Contains(t, r.Header.Get("Content-Security-Policy"), "default-src 'none'")
		require.NotContains(t, r.Header.Get("Content-Security-Policy"), "unsafe-inline")
		require.Equal(t, c.content, body(t, r))
	}
}

func TestOtherPathsAndMethods(t *testing.T) {
	for _, c := range []struct {
		method, path string
		status       int
		header       string
		value        string
	}{
		{http.MethodGet, "/playground", http.StatusPermanentRedirect, "Location", "playground/"},
		{http.MethodHead, "/playground/", http.StatusOK, "Content-Encoding", ""},
		{http.MethodPost, "/playground/", http.StatusMethodNotAllowed, "Allow", "GET, HEAD"},
		{http.MethodGet, "/playground/assets/", http.StatusNotFound, "Location", ""},
		{http.MethodGet, "/playground/../healthz", http.StatusNotFound, "Location", ""},
	} {
		r := get(t, c.method, c.path)
		require.Equal(t, c.status, r.StatusCode, "%s %s", c.method, c.path)
		require.Equal(t, c.value, r.Header.Get(c.header))
	}
}

func TestCompression(t *testing.T) {
	for accepted, packed := range map[string]bool{
		"gzip": true, "br;q=1.0, GZIP;q=0.8": true, "deflate, gzip, br": true,
		"": false, "br": false, "gzip;q=0": false, "gzip;q=0.0, br": false,
	} {
		r := get(t, http.MethodGet, "/playground/", "Accept-Encoding", accepted)
		require.Equal(t, "Accept-Encoding", r.Header.Get("Vary"))
		text := body(t, r)
		if packed {
			require.Equal(t, "gzip", r.Header.Get("Content-Encoding"), accepted)
			unpacked, err := gzip.NewReader(bytes.NewReader([]byte(text)))
			require.NoError(t, err)
			plain, err := io.ReadAll(unpacked)
			require.NoError(t, err)
			text = string(plain)
		}
		require.Equal(t, page, text, accepted)
	}
}

// A browser that has the page asks whether it is still the same.
func TestUnchangedIsNotSentAgain(t *testing.T) {
	plain, packed := get(t, http.MethodGet, "/playground/"), get(t, http.MethodGet, "/playground/", "Accept-Encoding", "gzip")
	require.NotEqual(t, plain.Header.Get("ETag"), packed.Header.Get("ETag"))
	again := get(t, http.MethodGet, "/playground/", "If-None-Match", plain.Header.Get("ETag"))
	require.Equal(t, http.StatusNotModified, again.StatusCode)
}

func TestServes(t *testing.T) {
	for path, serves := range map[string]bool{
		"/playground": true, "/playground/": true, "/playground/x": true,
		"/": false, "/playgrounds": false, "/v1/playground/": false, "": false,
	} {
		require.Equal(t, serves, playground.Serves(path), path)
	}
}
