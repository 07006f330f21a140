//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"strings"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/lox"
)

// giveValue makes a value, or the error of what should have made it, the
// result of the call.
func giveValue(c *C.tf_call, v lox.Value, err error) {
	if err != nil {
		fail(c, err)
		return
	}
	var few [64]byte
	give(&c.out, appendValue(few[:0], v))
}

// tf_lox_eval runs the program c.value, named c.key.
//
//export tf_lox_eval
func tf_lox_eval(c *C.tf_call) {
	defer guard(c)
	if l, ok := opened[*door.Lox](c); ok {
		v, err := l.Eval(hostOf(c), uint64(c.thread), string(view(c.key)), string(view(c.value)))
		giveValue(c, v, err)
	}
}

// tf_lox_call calls the object under c.number with the values in c.value.
//
//export tf_lox_call
func tf_lox_call(c *C.tf_call) {
	defer guard(c)
	l, callee, ok := loxObject(c)
	if !ok {
		return
	}
	args, err := readValues(view(c.value))
	if err != nil {
		fail(c, err)
		return
	}
	v, err := l.Call(hostOf(c), uint64(c.thread), callee, args)
	giveValue(c, v, err)
}

// loxObject gives the interpreter of a call, and the object under c.number.
func loxObject(c *C.tf_call) (l *door.Lox, v lox.Value, ok bool) {
	if l, ok = opened[*door.Lox](c); !ok {
		return nil, v, false
	}
	v, err := door.Of[lox.Value](int64(c.number))
	if err != nil {
		fail(c, err)
		return nil, v, false
	}
	return l, v, true
}

// tf_lox_command runs the operation c.key with the JSON arguments in c.value,
// and gives the reply.
//
//export tf_lox_command
func tf_lox_command(c *C.tf_call) {
	defer guard(c)
	l, ok := opened[*door.Lox](c)
	if !ok {
		return
	}
	reply, err := l.Do(hostOf(c), uint64(c.thread), string(view(c.key)), view(c.value))
	if err != nil {
		fail(c, err)
		return
	}
	give(&c.out, reply)
}

// tf_lox_get reads the global c.key.
//
//export tf_lox_get
func tf_lox_get(c *C.tf_call) {
	defer guard(c)
	if l, ok := opened[*door.Lox](c); ok {
		v, err := l.Get(string(view(c.key)))
		giveValue(c, v, err)
	}
}

// tf_lox_set gives the global c.key the value in c.value.
//
//export tf_lox_set
func tf_lox_set(c *C.tf_call) {
	defer guard(c)
	l, ok := opened[*door.Lox](c)
	if !ok {
		return
	}
	v, _, err := readValue(view(c.value))
	if err == nil {
		err = l.Set(string(view(c.key)), v)
	}
	if err != nil {
		fail(c, err)
	}
}

// tf_lox_define makes the callable at c.number the global c.key. c.value has
// the types of its parameters, with a comma between; with c.number2 it takes
// any number of arguments of the last of them.
//
//export tf_lox_define
func tf_lox_define(c *C.tf_call) {
	defer guard(c)
	l, ok := opened[*door.Lox](c)
	if !ok {
		return
	}
	var types []string
	if given := string(view(c.value)); given != "" {
		types = strings.Split(given, ",")
	}
	if err := l.Define(string(view(c.key)), int64(c.number), types, c.number2 != 0); err != nil {
		fail(c, err)
	}
}

// tf_lox_property reads the property c.key of the object under c.number, which
// then says whether there is one.
//
//export tf_lox_property
func tf_lox_property(c *C.tf_call) {
	defer guard(c)
	l, of, ok := loxObject(c)
	if !ok {
		return
	}
	v, err := l.Property(of, string(view(c.key)))
	if code.Of(err) == code.NotFound {
		c.number = 0
		return
	}
	giveValue(c, v, err)
}

// tf_lox_set_property stores the value in c.value as the field c.key of the
// object under c.number, which then says whether it can have fields.
//
//export tf_lox_set_property
func tf_lox_set_property(c *C.tf_call) {
	defer guard(c)
	l, of, ok := loxObject(c)
	if !ok {
		return
	}
	v, _, err := readValue(view(c.value))
	if err == nil {
		err = l.SetProperty(of, string(view(c.key)), v)
	}
	switch {
	case code.Of(err) == code.NotFound:
		c.number = 0
	case err != nil:
		fail(c, err)
	}
}

// tf_lox_text gives what print writes for the object under c.number.
//
//export tf_lox_text
func tf_lox_text(c *C.tf_call) {
	defer guard(c)
	if _, v, ok := loxObject(c); ok {
		give(&c.out, []byte(v.String()))
	}
}

// tf_lox_printed gives what was printed since the last time.
//
//export tf_lox_printed
func tf_lox_printed(c *C.tf_call) {
	defer guard(c)
	if l, ok := opened[*door.Lox](c); ok {
		give(&c.out, l.Printed())
	}
}
