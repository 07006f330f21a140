// Package wazero runs the WebAssembly module of bindings-wasm inside a Go
// program, by the runtime of that name: it proves that the module needs no
// JavaScript, and it is an example of a host.
//
//	files.go    the host's half of core/vfs/hostfs, over any vfs.FS
//	hostcalls.go  functions of the host that engines call
//	guest.go    an instance: calls, bytes in and out, errors
//	targets.go  its engines as targets of the conformance cases
//
// The calling convention is stated in bindings-wasm/wasm/abi.go.
package wazero
