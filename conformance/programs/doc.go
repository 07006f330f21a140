// Package programs holds the Lox programs that every engine and every door of
// core/lox must run alike, and what each of them says to its reader.
//
// A program is a file below lox/, one folder for each topic, and its
// expectations are comments in it; README.md states the format, which runners
// in other languages read for themselves. This package is the Go runners' part:
//
//	all, err := programs.Own()
//	for _, p := range all {
//		stdout, stderr, exit := run(p.Source)
//		for _, difference := range p.Check(stdout, stderr, exit) {
//			t.Error(p.Name, difference)
//		}
//	}
//
//	program.go  a program, and loading
//	parse.go    expectations, read from the comments
//	check.go    what a run differs in
//	lox/        the programs
//	limits/     programs too long to be kept: exactly at a limit, and one past it
//
// Every program was seen to hold on clox, the C interpreter of the book
// Crafting Interpreters; go run ./tests/lox/clox shows it again.
package programs
