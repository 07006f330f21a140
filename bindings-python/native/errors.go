//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"fmt"
	"unsafe"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
)

// guard is deferred by every export: a Go panic must not unwind into C, which
// would end the process.
func guard(c *C.tf_call) {
	if r := recover(); r != nil {
		fail(c, code.New(code.Internal, "python: panic: "+fmt.Sprint(r)))
	}
}

// fail makes err the result of the call.
func fail(c *C.tf_call, err error) {
	name := string(code.Of(err))
	text := name + err.Error()
	c.error.text = (*C.char)(C.CBytes([]byte(text)))
	c.error.code_len, c.error.len = C.size_t(len(name)), C.size_t(len(text))
}

// opened gives what the call's handle stands for; where it stands for nothing
// the call has failed.
func opened[T any](c *C.tf_call) (v T, ok bool) {
	v, err := door.Of[T](int64(c.handle))
	if err != nil {
		fail(c, err)
	}
	return v, err == nil
}

// view is what C lends, without a copy: good until the export returns.
func view(v C.tf_view) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v.data)), int(v.len))
}

// give copies v out to C.
func give(out *C.tf_bytes, v []byte) {
	out.len = C.size_t(len(v))
	if len(v) > int(out.cap) {
		out.data = (*C.char)(C.CBytes(v))
		return
	}
	copy(unsafe.Slice((*byte)(unsafe.Pointer(out.data)), int(out.cap)), v)
}

func truth(b bool) C.int64_t {
	if b {
		return 1
	}
	return 0
}

// noTTL in tf_call.number means that the caller gave no time to live.
const noTTL = -1 << 63

// answer makes a method's (bool, error) the result of the call.
func answer(c *C.tf_call) func(bool, error) {
	return func(yes bool, err error) {
		if err != nil {
			fail(c, err)
			return
		}
		c.number = truth(yes)
	}
}

// count makes a method's (int, error) the result of the call.
func count(c *C.tf_call) func(int, error) {
	return func(n int, err error) {
		if err != nil {
			fail(c, err)
			return
		}
		c.number = C.int64_t(n)
	}
}
