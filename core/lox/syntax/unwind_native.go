//go:build !wasm

package syntax

// Unwind is for hosts whose stack Go's calls share: see unwind_wasm.go.
func Unwind() {}
