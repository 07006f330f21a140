//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"time"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
)

// cache gives the cache of a call, and what to defer: it hands over evictions.
func cache(c *C.tf_call) (l *door.LRU, settle func(), ok bool) {
	l, ok = opened[*door.LRU](c)
	if !ok {
		return nil, func() {}, false
	}
	return l, func() { giveEvictions(c, l) }, true
}

//export tf_lru_get
func tf_lru_get(c *C.tf_call) {
	defer guard(c)
	if l, settle, ok := cache(c); ok {
		value, err := l.GetShared(view(c.key))
		found(c, value, err)
		settle()
	}
}

//export tf_lru_peek
func tf_lru_peek(c *C.tf_call) {
	defer guard(c)
	if l, settle, ok := cache(c); ok {
		value, err := l.Peek(view(c.key))
		found(c, value, err)
		settle()
	}
}

// tf_lru_put takes the time to live in milliseconds from c.number; below zero
// it is the cache's own.
//
//export tf_lru_put
func tf_lru_put(c *C.tf_call) {
	defer guard(c)
	l, settle, ok := cache(c)
	if !ok {
		return
	}
	defer settle()
	ttl := l.TTL
	if c.number != noTTL {
		ttl = time.Duration(c.number) * time.Millisecond
	}
	if err := l.PutTTL(view(c.key), view(c.value), ttl); err != nil {
		fail(c, err)
	}
}

//export tf_lru_delete
func tf_lru_delete(c *C.tf_call) {
	defer guard(c)
	if l, settle, ok := cache(c); ok {
		answer(c)(l.Delete(view(c.key)))
		settle()
	}
}

//export tf_lru_has
func tf_lru_has(c *C.tf_call) {
	defer guard(c)
	if l, settle, ok := cache(c); ok {
		answer(c)(l.Has(view(c.key)))
		settle()
	}
}

//export tf_lru_len
func tf_lru_len(c *C.tf_call) {
	defer guard(c)
	if l, settle, ok := cache(c); ok {
		count(c)(l.Len())
		settle()
	}
}

//export tf_lru_keys
func tf_lru_keys(c *C.tf_call) {
	defer guard(c)
	l, settle, ok := cache(c)
	if !ok {
		return
	}
	defer settle()
	keys, err := l.Keys()
	if err != nil {
		fail(c, err)
		return
	}
	giveList(c, keys)
}

// tf_lru_settle only hands over evictions: those of a call that went through
// control, and those that time brought.
//
//export tf_lru_settle
func tf_lru_settle(c *C.tf_call) {
	defer guard(c)
	if _, settle, ok := cache(c); ok {
		settle()
	}
}
