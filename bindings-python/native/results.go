//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/core/code"
)

// noTTL in tf_call.number means that the caller gave no time to live.
const noTTL = -1 << 63

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

// found makes a lookup's result the result of the call: the value in c.out,
// and in c.number whether there was one.
func found(c *C.tf_call, value []byte, err error) {
	switch {
	case err == nil:
		c.number = 1
		give(&c.out, value)
	case code.Of(err) == code.NotFound:
		c.number = 0
	default:
		fail(c, err)
	}
}

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
