//go:build pyext

package main

/*
#include "callback.h"
*/
import "C"

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/lox"
)

// host is the Python side of a call that may call back: see callback.h. It is
// good until the export returns, and in the thread of the call only.
type host struct {
	c    *C.tf_host
	args []byte // the memory of Function's, reused
}

func hostOf(c *C.tf_call) *host { return &host{c: c.host} }

// outputFunction is the place of the callable that takes output, before those
// of Define.
const outputFunction = 0

// Function calls a callable of Python.
func (h *host) Function(number int64, args []lox.Value) (any, error) {
	h.args = h.args[:0]
	for _, a := range args {
		h.args = appendValue(h.args, a)
	}
	data := (*C.char)(unsafe.Pointer(unsafe.SliceData(h.args)))
	if C.tf_callback(h.c, C.int64_t(number), data, C.size_t(len(args))) != 0 {
		return nil, h.raised()
	}
	v, _, err := readValue(h.result())
	return v, err
}

// Print gives output to the callable that takes it.
func (h *host) Print(p []byte) error {
	data := (*C.char)(unsafe.Pointer(unsafe.SliceData(p)))
	if C.tf_callback_print(h.c, outputFunction, data, C.size_t(len(p))) != 0 {
		return h.raised()
	}
	return nil
}

// Signals runs the handlers of signals that have come, in the main thread.
func (h *host) Signals() error {
	if C.tf_callback_signals(h.c) != 0 {
		return h.raised()
	}
	return nil
}

// result is what C has written last: a value.
func (h *host) result() []byte {
	b := &h.c.result.bytes
	return unsafe.Slice((*byte)(unsafe.Pointer(b.data)), int(b.len))
}

// raised is the error that stands for the exception that C keeps.
func (h *host) raised() error {
	err := &door.Raised{Text: "exception", Number: int64(h.c.number)}
	if b := h.result(); len(b) > 0 {
		if text, _, bad := readValue(b); bad == nil {
			err.Text, _ = text.(string)
		}
	}
	return err
}
