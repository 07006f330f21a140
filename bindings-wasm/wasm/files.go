//go:build wasm

package main

import (
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/hostfs"
)

var errNoHostFiles = code.New(code.Unsupported, "wasm: this build of the module cannot ask its host for files")

// hostFiles is the host's file system. Without the build tag hostfs there is
// none: GOOS=js, and modules for stock WASI runners.
func hostFiles() (vfs.FS, error) {
	if !hostfs.Available {
		return nil, errNoHostFiles
	}
	return hostfs.FS{}, nil
}
