// Package tree runs Lox by walking its syntax tree: the engine to learn from.
// What a program means is easiest to see here; package vm runs the same
// programs several times as fast.
//
//	r := realm.New(limits)
//	engine := tree.New(r)
//	script, err := engine.Load(file)
//	...
//	value, err := engine.Call(script, nil)
//
// It is the interpreter of the first half of Crafting Interpreters (Robert
// Nystrom, https://craftinginterpreters.com) with the behaviour of the second:
// the errors, their lines and their order are those of the book's C
// interpreter. Three things differ from the book's Java code. Names have been
// resolved before (package syntax), so that an environment is a list and not
// a map. A return is a status that statements hand up, not an exception. And
// whatever a program takes is counted: steps, depth, memory (package realm).
//
// Order of reading: environment.go, expressions.go, statements.go, class.go,
// call.go, engine.go, program.go, observe.go, fork.go.
package tree
