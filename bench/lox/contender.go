package main

import (
	"os"
	"os/exec"
	"strings"

	"github.com/twelvefold/twelvefold/bench/machine"
)

// Names of the contenders, as flags and the report have them.
const (
	whoFast     = "fast"
	whoTree     = "tree"
	whoLua51    = "gopher-lua"
	whoGoja     = "goja"
	whoTengo    = "tengo"
	whoStarlark = "starlark-go"
	whoLua54    = "lua5.4"
	whoCPython  = "cpython"
	whoClox     = "clox"
	whoLimits   = "limits" // the fast engine under all limits
	whoWASM     = "wasm"   // the fast engine in Node, when V8 has made its code
	whoFirst    = "wasm-first"
)

// Who stands in which table, in its order.
var (
	beside    = []string{whoFast, whoTree, whoLua51, whoGoja, whoTengo, whoStarlark, whoLua54, whoCPython, whoClox}
	guarded   = []string{whoFast, whoLimits}
	inNode    = []string{whoFast, whoWASM, whoFirst}
	processes = []string{whoLua54, whoCPython, whoClox}
)

// nodeScript runs a program in Node; it is found from the folder bench.
const nodeScript = "lox/node/run.mjs"

// contender is an interpreter that runs the programs.
type contender struct {
	who string
	ext string // of its language's sources
	// command runs the file that is appended to it.
	command []string
	// timed contenders print a report of their run; others' whole processes
	// are measured.
	timed bool
}

// tools are the programs that contenders outside of this one need; an empty
// one is left out.
type tools struct{ binary, lua, python, clox, node string }

// contenders in the order of the report: ours, those in Go, those in C.
func (t tools) contenders() ([]contender, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	child := func(who, ext string) contender {
		return contender{who, ext, []string{self, childArgument, who}, true}
	}
	all := []contender{
		t.binaryOr(child(whoFast, "lox")),
		t.binaryOr(child(whoTree, "lox")),
		child(whoLimits, "lox"),
		child(whoLua51, "lua"),
		child(whoGoja, "js"),
		child(whoTengo, "tengo"),
		child(whoStarlark, "star"),
	}
	for _, c := range []contender{
		{whoLua54, "lua", []string{t.lua}, false},
		{whoCPython, "py", []string{interpreterOf(t.python)}, false},
		{whoClox, "lox", []string{t.clox}, false},
		{whoWASM, "lox", []string{t.node, nodeScript, "2"}, true},
		{whoFirst, "lox", []string{t.node, nodeScript, "0"}, true},
	} {
		if c.command[0] != "" {
			all = append(all, c)
		}
	}
	return all, nil
}

// interpreterOf is the program that a python command runs at last: pyenv's are
// scripts, which take longer to start than Python does. Empty stays empty.
func interpreterOf(python string) string {
	out, err := exec.Command(python, "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		return python // measuring it says what is wrong with it
	}
	return strings.TrimSpace(string(out))
}

// binaryOr runs our engine by a binary that was built before, if there is one,
// and in a child otherwise.
func (t tools) binaryOr(c contender) contender {
	if t.binary != "" {
		c.command = strings.Fields(t.binary + " lox run --std=lox --engine=" + c.who)
		c.timed = false
	}
	return c
}

// versions of everybody, for the report.
func (t tools) versions() []string {
	versions := []string{
		"gopher-lua " + machine.Module("github.com/yuin/gopher-lua"),
		"goja " + machine.Module("github.com/dop251/goja"),
		"tengo " + machine.Module("github.com/d5/tengo/v2"),
		"starlark-go " + machine.Module("go.starlark.net"),
	}
	if t.node != "" {
		versions = append(versions, "Node "+machine.Program(t.node, "--version"))
	}
	if t.lua != "" {
		versions = append(versions, machine.Program(t.lua, "-v"))
	}
	if t.python != "" {
		versions = append(versions, machine.Program(t.python, "--version"))
	}
	if t.clox != "" {
		versions = append(versions, "clox, the book's interpreter in C, built by gcc -O3")
	}
	return versions
}
