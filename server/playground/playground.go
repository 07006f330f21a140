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

// file is one of them. It is read when it is first asked for, and compressed
// when it is first asked for so: megabytes that most servers are never asked
// for would be the longest part of a start.
type file struct {
	read    func() (content, error)
	gzipped func() []byte // after read
}

// content of a file.
type content struct {
	plain []byte
	tag   string // names it, without quotes
}

// New makes the handler of the files, index.html among them.
//
// Errors: those of listing them. A file that can't be read then is a 500.
func New(files fs.FS) (http.Handler, error) {
	h := &handler{files: map[string]*file{}}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			h.files[name] = newFile(files, name)
		}
		return err
	})
	return h, err
}

func newFile(files fs.FS, name string) *file {
	f := &file{read: sync.OnceValues(func() (content, error) {
		plain, err := fs.ReadFile(files, name)
		digest := sha256.Sum256(plain)
		return content{plain, hex.EncodeToString(digest[:8])}, err
	})}
	f.gzipped = sync.OnceValue(func() []byte {
		c, _ := f.read()
		return compress(c.plain)
	})
	return f
}

func compress(plain []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	// A bytes.Buffer takes all that comes.
	_, _ = w.Write(plain)
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
	c, err := f.read()
	if err != nil {
		http.Error(w, "the file can't be read", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", types[path.Ext(name)])
	header.Set("Vary", "Accept-Encoding")
	if strings.HasPrefix(name, immutable) {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		header.Set("Cache-Control", "no-cache")
	}
	if takesGzip(r.Header.Get("Accept-Encoding")) {
		c = content{f.gzipped(), c.tag + "-gzip"}
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("ETag", `"`+c.tag+`"`)
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(c.plain))
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
