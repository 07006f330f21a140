// Package syntax reads Lox source: text to tokens (scanner.go), tokens to a
// tree (parse.go and its neighbours), names to the variables they mean
// (resolve.go), and the limits that a program has to keep (limits.go).
//
//	file, diagnostics := syntax.Parse("fib.lox", text, syntax.Wide)
//
// The grammar and the words of the errors are those of Crafting Interpreters
// (Robert Nystrom, https://craftinginterpreters.com), as its C interpreter has
// them. Every node knows its span, so that errors, a formatter, a debugger and
// an editor can point at it.
//
// Order of reading: source.go, token.go, ast.go, scanner.go and scan.go, parse.go,
// statements.go, expressions.go, scope.go, resolve.go, limits.go, diagnostic.go;
// print.go with print_nodes.go, print_text.go and print_json.go shows the tree;
// unwind_native.go and unwind_wasm.go say whose stack deep programs use.
package syntax
