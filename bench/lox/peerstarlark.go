package main

import (
	"fmt"
	"io"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/syntax"
)

// compileStarlark allows while and recursion, which the dialect for
// configuration forbids and the programs need.
func compileStarlark(source string, out io.Writer) (func() error, error) {
	known := starlark.StringDict{"struct": starlark.NewBuiltin("struct", starlarkstruct.Make)}
	options := &syntax.FileOptions{While: true, Recursion: true}
	_, compiled, err := starlark.SourceProgramOptions(options, "program.star", source, known.Has)
	if err != nil {
		return nil, err
	}
	thread := &starlark.Thread{Print: func(_ *starlark.Thread, text string) { fmt.Fprintln(out, text) }}
	return func() error {
		_, err := compiled.Init(thread, known)
		return err
	}, nil
}
