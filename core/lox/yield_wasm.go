package lox

import "runtime"

// yield lets Go's scheduler in, which leaves the engine's function and enters
// it anew. A WebAssembly host begins with code made in haste, makes better code
// of what runs long, and uses it from the next entry on: without one, a program
// that never waits would run on the first code to its end, about five times
// slower (fib(32) in Node 20: 2.3 s instead of 0.45).
func yield() { runtime.Gosched() }
