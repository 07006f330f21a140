package main

import (
	"fmt"
	"io"

	"github.com/d5/tengo/v2"
)

// compileTengo gives Tengo a module fmt with the println that the programs
// use: that of its library writes to the process' output.
func compileTengo(source string, out io.Writer) (func() error, error) {
	println := func(args ...tengo.Object) (tengo.Object, error) {
		text, _ := tengo.ToString(args[0])
		_, err := fmt.Fprintln(out, text)
		return tengo.UndefinedValue, err
	}
	modules := tengo.NewModuleMap()
	modules.AddBuiltinModule("fmt", map[string]tengo.Object{"println": &tengo.UserFunction{Name: "println", Value: println}})
	script := tengo.NewScript([]byte(source))
	script.SetImports(modules)
	compiled, err := script.Compile()
	if err != nil {
		return nil, err
	}
	return compiled.Run, nil
}
