package main

import (
	"fmt"
	"io"

	lua "github.com/yuin/gopher-lua"
)

// compileLua gives Lua its libraries, and a print that writes to out: its own
// writes to the process' output.
func compileLua(source string, out io.Writer) (func() error, error) {
	state := lua.NewState()
	state.SetGlobal("print", state.NewFunction(func(l *lua.LState) int {
		fmt.Fprintln(out, l.ToStringMeta(l.Get(1)))
		return 0
	}))
	function, err := state.LoadString(source)
	if err != nil {
		return nil, err
	}
	return func() error {
		state.Push(function)
		return state.PCall(0, 0, nil)
	}, nil
}
