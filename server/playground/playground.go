// Package playground serves the Lox playground: a page that runs programs in
// the browser, and asks the server for nothing but its own files.
package playground

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// Path is where the page is; what it needs is below.
const Path = "/playground/"

// Serves tells whether a request's path is the handler's.
func Serves(urlPath string) bool {
	return strings.HasPrefix(urlPath, Path) || urlPath+"/" == Path
}

// policy lets the page load its own files, run WebAssembly, and nothing else:
// no script, style or picture from elsewhere or from within the page, and no
// page that frames it. data: is the editor's pictures in its style sheets.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; " +
	"img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// types are the media types of what Vite writes. Those of the machine may
// differ, and a browser compiles no module of another type while it comes in.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".svg":  "image/svg+xml",
	".wasm": "application/wasm",
}

// immutable is the folder whose files have a digest in their names.
const immutable = "assets/"

// handler serves files that never change while it lives.
type handler struct {
	files map[string]*file // by their paths
}

// file is one of them. It is compressed when it is first asked for so: that
// takes longer than a start of the server may.
type file struct {
	plain   []byte
	tag     string // names the content, without quotes
	gzipped func() []byte
}

// New makes the handler of the files, index.html among them. They are read at
// once.
//
// Errors: those of reading.
func New(files fs.FS) (http.Handler, error) {
	h := &handler{files: map[string]*file{}}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		digest := sha256.Sum256(content)
		h.files[name] = &file{content, hex.EncodeToString(digest[:8]), sync.OnceValue(func() []byte { return compress(content) })}
		return nil
	})
	return h, err
}

func compress(content []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	// A bytes.Buffer takes all that comes.
	_, _ = w.Write(content)
	_ = w.Close()
	return packed.Bytes()
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Security-Policy", policy)
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "the playground is only read", http.StatusMethodNotAllowed)
		return
	case r.URL.Path+"/" == Path:
		// Relative, so that it holds behind a proxy that adds a path.
		header.Set("Location", strings.Trim(Path, "/")+"/")
		w.WriteHeader(http.StatusPermanentRedirect)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, Path)
	if name == "" {
		name = "index.html"
	}
	f, ok := h.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	f.serve(w, r, name)
}

// serve leaves conditions and ranges to net/http.
func (f *file) serve(w http.ResponseWriter, r *http.Request, name string) {
	header := w.Header()
	header.Set("Content-Type", types[path.Ext(name)])
	header.Set("Vary", "Accept-Encoding")
	if strings.HasPrefix(name, immutable) {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		header.Set("Cache-Control", "no-cache")
	}
	content, tag := f.plain, f.tag
	if takesGzip(r.Header.Get("Accept-Encoding")) {
		content, tag = f.gzipped(), tag+"-gzip"
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// takesGzip reads Accept-Encoding (RFC 9110, section 12.5.3) as far as
// browsers and curl write it: a weight of 0 is a no.
func takesGzip(accepted string) bool {
	for coding := range strings.SplitSeq(accepted, ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "gzip") {
			continue
		}
		q, weighted := strings.CutPrefix(strings.TrimSpace(weight), "q=")
		return !weighted || strings.Trim(q, "0.") != ""
	}
	return false
}
