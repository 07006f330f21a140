//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"fmt"

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
	c.error.reply = C.int(door.ReplyCode(err))
	if detail := door.LoxErrorDetail(err); detail != nil {
		c.error.detail = C.tf_view{data: (*C.char)(C.CBytes(detail)), len: C.size_t(len(detail))}
	}
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
