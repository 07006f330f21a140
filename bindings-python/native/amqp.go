//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"context"
	"time"
	"unsafe"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
)

// giveReply makes an operation's answer the result of the call: the JSON in
// c.out, the body of the message in c.content, and in c.number whether there
// is a message.
func giveReply(c *C.tf_call, reply, content []byte) {
	give(&c.out, reply)
	if content != nil {
		c.number = 1
		give(&c.content, content)
	}
}

// tf_amqp_call runs the operation of three arguments: its name, its arguments
// in JSON, and the body of a message.
//
//export tf_amqp_call
func tf_amqp_call(c *C.tf_call) {
	defer guard(c)
	s, ok := opened[*door.AMQPSession](c)
	if !ok {
		return
	}
	args := unsafe.Slice(c.args, int(c.nargs))
	reply, content, err := s.Call(string(view(args[0])), view(args[1]), view(args[2]))
	if err != nil {
		fail(c, err)
		return
	}
	giveReply(c, reply, content)
}

// tf_amqp_publish publishes c.value as c.key tells, a JSON object; c.number
// says whether to wait for the confirm.
//
//export tf_amqp_publish
func tf_amqp_publish(c *C.tf_call) {
	defer guard(c)
	if s, ok := opened[*door.AMQPSession](c); ok {
		if err := s.Publish(view(c.key), view(c.value), c.number != 0); err != nil {
			fail(c, err)
		}
	}
}

// tf_amqp_next fetches the next event that c.key asks for, a JSON object;
// c.number2 is the turn for tf_amqp_wait.
//
//export tf_amqp_next
func tf_amqp_next(c *C.tf_call) {
	defer guard(c)
	s, ok := opened[*door.AMQPSession](c)
	if !ok {
		return
	}
	c.number2 = C.int64_t(s.Turn())
	reply, content, err := s.Next(view(c.key))
	if err != nil {
		fail(c, err)
		return
	}
	giveReply(c, reply, content)
}

// tf_amqp_wait waits until there may be an event that was not there at the
// turn c.number, at the most c.real seconds; below zero it waits for ever.
//
//export tf_amqp_wait
func tf_amqp_wait(c *C.tf_call) {
	defer guard(c)
	s, ok := opened[*door.AMQPSession](c)
	if !ok {
		return
	}
	turn, timeout := int64(c.number), time.Duration(float64(c.real)*float64(time.Second))
	begin(c, false, func(ctx context.Context) (float64, error) {
		s.Wait(ctx, turn, timeout)
		return 0, nil
	})
}

// tf_amqp_descriptor gives in c.number the file descriptor for event loops.
//
//export tf_amqp_descriptor
func tf_amqp_descriptor(c *C.tf_call) {
	defer guard(c)
	if s, ok := opened[*door.AMQPSession](c); ok {
		count(c)(s.Descriptor())
	}
}
