// Package lox runs Lox, the language of Crafting Interpreters, inside another
// program: exactly, fast, and within limits.
//
//	in, err := lox.Open(world.World{}, lox.Options{MaxSteps: 1_000_000, Output: os.Stdout})
//	err = in.Define(lox.Func{Name: "greet", Params: []lox.Type{lox.String},
//		Call: func(ctx context.Context, args []lox.Value) (any, error) {
//			return "hello, " + args[0].Text(), nil
//		}})
//	v, err := in.Eval(ctx, "main.lox", `greet("world");`)
//
// A program sees nothing but what its host defines: no file, network, clock or
// randomness. Steps, held memory, depth of calls, output and time are bounded
// by Options, and each bound ends in an error of its own, after which the
// interpreter can be used again. The same program takes the same steps on
// every machine and through every door.
//
// Order of reading: options.go, lox.go, run.go, value.go, host.go, errors.go,
// hook.go, keep.go, fork.go, step.go, and yield_native.go, which does nothing, for
// yield_wasm.go, which does; below it syntax (text to tree), object
// (values), realm (what the engines share), tree (the engine to learn from), vm
// (the fast one).
package lox
