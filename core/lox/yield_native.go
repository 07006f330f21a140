//go:build !wasm

package lox

// yield is for hosts that compile while a program runs: see yield_wasm.go.
func yield() {}
