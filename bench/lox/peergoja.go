package main

import (
	"fmt"
	"io"

	"github.com/dop251/goja"
)

// compileGoja gives JavaScript a console.log and nothing else.
func compileGoja(source string, out io.Writer) (func() error, error) {
	compiled, err := goja.Compile("", source, true)
	if err != nil {
		return nil, err
	}
	vm := goja.New()
	console := vm.NewObject()
	log := func(call goja.FunctionCall) goja.Value {
		fmt.Fprintln(out, call.Argument(0))
		return goja.Undefined()
	}
	if err := console.Set("log", log); err != nil {
		return nil, err
	}
	if err := vm.Set("console", console); err != nil {
		return nil, err
	}
	return func() error {
		_, err := vm.RunProgram(compiled)
		return err
	}, nil
}
