package main

import "unsafe"

// hostCallImport runs a function of the host on packed arguments. It gives the
// length of the packed result in the scratch buffer, or the complement of
// that of the packed exception.
//
//go:wasmimport twelvefold host_call
//go:noescape
func hostCallImport(fn uint32, args unsafe.Pointer, n uint32) int32

// hostStopped tells whether the host has given up the run of that number.
//
//go:wasmimport twelvefold host_stopped
func hostStopped(run uint32) int32

func hostCall(fn uint32, args []byte) int32 {
	return hostCallImport(fn, unsafe.Pointer(unsafe.SliceData(args)), uint32(len(args)))
}
