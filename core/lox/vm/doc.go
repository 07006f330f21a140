// Package vm is the fast engine of Lox: it compiles the resolved tree to
// instructions for registers, and runs those.
//
// A function's registers are a window of one stack: register 0 is the function
// itself or `this`, then come the arguments, the locals, and what expressions
// need in between. A call's window begins where its callee and arguments lie
// in the caller's, so that nothing is copied. An instruction takes eight
// bytes; the operands that name registers are offsets in bytes, ready to be
// added to the window's address.
//
// Registers are reached without a check of bounds. What makes this safe is
// verify.go, which looks at every instruction before it may run, and grow,
// which makes room for a whole window before a function is entered.
//
// Order of reading: op.go, code.go, compile.go, statements.go, expressions.go,
// conditions.go, engine.go, run.go, slow.go, cache.go, stack.go, verify.go,
// disasm.go and listing.go, fork.go.
package vm
