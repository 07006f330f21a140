// Package web holds the pages that the binary serves, as files.
//
// They are built by Vite (npm run build -w @twelvefold/web) into dist/site,
// which is not committed: a checkout has dist/index.html only, which says so.
// Both are embedded from the same folder, so that the Go code builds with and
// without the pages, and building them changes no file that is committed.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Playground gives the files of the Lox playground, index.html among them, and
// whether it is the page itself; false is the one that stands in its place.
func Playground() (files fs.FS, built bool) {
	files = sub("dist/site")
	if _, err := fs.Stat(files, "index.html"); err == nil {
		return files, true
	}
	return sub("dist"), false
}

// sub is a folder of dist. fs.Sub fails for paths that are no paths; these are.
func sub(folder string) fs.FS {
	files, err := fs.Sub(dist, folder)
	if err != nil {
		panic(err)
	}
	return files
}
