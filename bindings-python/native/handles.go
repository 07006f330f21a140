//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import "github.com/twelvefold/twelvefold/bindings-python/native/door"

// tf_free closes and forgets c.handle; Python's object is gone.
//
//export tf_free
func tf_free(c *C.tf_call) {
	defer guard(c)
	if err := door.Free(int64(c.handle)); err != nil {
		fail(c, err)
	}
}
