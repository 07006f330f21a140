//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"unsafe"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
)

// tf_session_execute runs the command in c.args. The reply comes as RESP in
// c.out, but a reply that is an error as c.error.
//
//export tf_session_execute
func tf_session_execute(c *C.tf_call) {
	defer guard(c)
	s, ok := opened[*door.Session](c)
	if !ok {
		return
	}
	views := unsafe.Slice(c.args, int(c.nargs))
	args := make([][]byte, len(views))
	for i, v := range views {
		args[i] = view(v)
	}
	err := s.Execute(args, func(reply []byte) { give(&c.out, reply) })
	if err != nil {
		failReply(c, err)
	}
}

// tf_session_feed gives the session the bytes of c.key; what it answers comes
// in c.out.
//
//export tf_session_feed
func tf_session_feed(c *C.tf_call) {
	defer guard(c)
	s, ok := opened[door.Connection](c)
	if !ok {
		return
	}
	if err := s.Feed(view(c.key), func(out []byte) { give(&c.out, out) }); err != nil {
		fail(c, err)
	}
}

// tf_session_state tells in c.number whether the session has ended, and in
// c.number2 its deadline in nanoseconds since 1970, 0 for none.
//
//export tf_session_state
func tf_session_state(c *C.tf_call) {
	defer guard(c)
	s, ok := opened[door.Connection](c)
	if !ok {
		return
	}
	c.number = truth(s.Done())
	if at := s.Deadline(); !at.IsZero() {
		c.number2 = C.int64_t(at.UnixNano())
	}
}

// tf_reply_error makes an error of the text in c.key, an error reply inside
// another reply.
//
//export tf_reply_error
func tf_reply_error(c *C.tf_call) {
	defer guard(c)
	failReply(c, door.ReplyError(string(view(c.key))))
}

// failReply makes an error reply the result of the call. That a session or a
// store is closed is no reply to the command, but about the object called.
func failReply(c *C.tf_call, err error) {
	fail(c, err)
	if code.Of(err) != code.Closed {
		c.error.redis = 1
	}
}
