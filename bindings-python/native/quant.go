//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"context"
	"unsafe"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
)

var errNoKernel = code.New(code.UnknownCommand, "python: there is no such kernel")

// tf_quant runs the kernel that c.key names, on Python's memory in place: the
// inputs are c.args, the output is c.value (none where the result is one
// number), c.numbers holds a window and the like and then the shapes, c.real
// an alpha. A number as result comes in c.real.
//
//export tf_quant
func tf_quant(c *C.tf_call) {
	defer guard(c)
	kernel, ok := door.Kernels[string(view(c.key))]
	if !ok {
		fail(c, errNoKernel)
		return
	}
	call := door.KernelCall{Out: floats(c.value), Real: float64(c.real)}
	for _, v := range unsafe.Slice(c.args, int(c.nargs)) {
		call.In = append(call.In, floats(v))
	}
	for i := range call.Numbers {
		call.Numbers[i] = int(c.numbers[i])
	}
	if kernel.Long != nil && kernel.Long(&call) {
		begin(c, true, func(ctx context.Context) (float64, error) { return kernel.Run(ctx, &call) })
		return
	}
	result, err := kernel.Run(context.Background(), &call)
	if err != nil {
		fail(c, err)
		return
	}
	c.real = C.double(result)
}

// floats views what C lends as numbers; no output is nil.
func floats(v C.tf_view) []float64 {
	if v.data == nil {
		return nil
	}
	return unsafe.Slice((*float64)(unsafe.Pointer(v.data)), int(v.len)/8)
}
