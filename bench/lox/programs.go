package main

import (
	"embed"
	"os"
	"path/filepath"
)

// program is one algorithm, written in each language in that language's own
// manner: programs/<name>.<ext>.
type program struct {
	name  string
	about string
	apart string // where a language has no such thing, what stands in
}

// noClasses is said of most programs.
const noClasses = "Starlark: a dict, and functions that take it; Tengo: a map with functions in it"

// programs in the order of the report.
func programs() []program {
	return []program{
		{"fib", "recursive calls", ""},
		{"invocation", "functions and methods with none to four arguments", "Starlark: functions of a struct; Tengo: functions of a map"},
		{"method_call", "methods inherited, overridden, reached through super", "Lua: the parent's table by name; Starlark and Tengo: the function that was replaced"},
		{"properties", "fields, directly and through getters and setters", noClasses},
		{"instantiation", "small objects made and dropped", "Starlark: structs, which cannot be changed; Tengo: maps"},
		{"binary_trees", "trees built and counted, some memory kept", "Starlark: structs; Tengo: maps; neither has a method here"},
		{"zoo", "one call site, eight classes", noClasses},
		{"counters", "closures that change what they captured", "Starlark: a list of one, because an outer variable cannot be assigned"},
		{"currying", "functions that make functions", ""},
		{"string_building", "strings grown at both ends", ""},
		{"string_equality", "comparison of strings made at run time", "Lua, Starlark and Tengo: a table, struct or map for a link of the list"},
		{"nested_loops", "loops in loops, whole numbers", ""},
		{"euclid", "short calls around short loops", ""},
		{"mandelbrot", "floating-point arithmetic", "Tengo, Lua 5.4, Python and Starlark: zr and zi begin as 0.0, for these have two types of number"},
	}
}

//go:embed programs
var sources embed.FS

// emptyName is a program without a line, which shows what a process costs.
const emptyName = "empty"

// unpack writes the sources below dir, where processes find them, and an empty
// one for each language.
func unpack(dir string) error {
	if err := os.CopyFS(dir, sources); err != nil {
		return err
	}
	for _, ext := range []string{"lox", "lua", "py"} {
		if err := os.WriteFile(sourceFile(dir, emptyName, ext), nil, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// sourceFile is where unpack has put a source.
func sourceFile(dir, name, ext string) string {
	return filepath.Join(dir, "programs", name+"."+ext)
}
