package main

// Names of the contenders, as flags and the report have them.
const (
	whoFast     = "fast"
	whoTree     = "tree"
	whoGoja     = "goja"
	whoLua51    = "gopher-lua"
	whoStarlark = "starlark-go"
	whoTengo    = "tengo"
	whoLua54    = "lua5.4"
	whoCPython  = "cpython"
	whoClox     = "clox"
)

// contender is an interpreter that runs the programs.
type contender struct {
	who string
	ext string // of its language's sources
	// command is what runs a file, which is appended. The contender is a
	// process then, measured from outside; without, it is one of engines().
	command []string
}

// tools are the programs that contenders outside of this process need; an
// empty one is left out.
type tools struct{ binary, lua, python, clox string }

// contenders in the order of the report: ours, those in Go, those in C.
func (t tools) contenders() []contender {
	all := []contender{
		{whoFast, "lox", t.ours(whoFast)},
		{whoTree, "lox", t.ours(whoTree)},
		{whoLua51, "lua", nil},
		{whoGoja, "js", nil},
		{whoTengo, "tengo", nil},
		{whoStarlark, "star", nil},
	}
	for _, c := range []contender{
		{whoLua54, "lua", []string{t.lua}},
		{whoCPython, "py", []string{t.python}},
		{whoClox, "lox", []string{t.clox}},
	} {
		if c.command[0] != "" {
			all = append(all, c)
		}
	}
	return all
}

// ours is the command of an engine of our own.
func (t tools) ours(engine string) []string {
	return []string{t.binary, "lox", "run", "--std=lox", "--engine=" + engine}
}
