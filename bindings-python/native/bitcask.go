//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"context"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
)

//export tf_bitcask_get
func tf_bitcask_get(c *C.tf_call) {
	defer guard(c)
	if b, ok := opened[*door.Bitcask](c); ok {
		value, err := b.Get(view(c.key))
		found(c, value, err)
	}
}

//export tf_bitcask_put
func tf_bitcask_put(c *C.tf_call) {
	defer guard(c)
	if b, ok := opened[*door.Bitcask](c); ok {
		if err := b.Put(view(c.key), view(c.value)); err != nil {
			fail(c, err)
		}
	}
}

//export tf_bitcask_delete
func tf_bitcask_delete(c *C.tf_call) {
	defer guard(c)
	if b, ok := opened[*door.Bitcask](c); ok {
		answer(c)(b.Remove(view(c.key)))
	}
}

//export tf_bitcask_has
func tf_bitcask_has(c *C.tf_call) {
	defer guard(c)
	if b, ok := opened[*door.Bitcask](c); ok {
		answer(c)(b.Has(view(c.key)))
	}
}

//export tf_bitcask_len
func tf_bitcask_len(c *C.tf_call) {
	defer guard(c)
	if b, ok := opened[*door.Bitcask](c); ok {
		count(c)(b.Len())
	}
}

// tf_bitcask_keys lists the keys that begin with c.key.
//
//export tf_bitcask_keys
func tf_bitcask_keys(c *C.tf_call) {
	defer guard(c)
	b, ok := opened[*door.Bitcask](c)
	if !ok {
		return
	}
	keys, err := b.Keys(view(c.key))
	if err != nil {
		fail(c, err)
		return
	}
	giveList(c, keys)
}

// tf_bitcask_merge starts a merge. One whose caller gives up goes on to its
// end in the background, as those that Tick begins do.
//
//export tf_bitcask_merge
func tf_bitcask_merge(c *C.tf_call) {
	defer guard(c)
	if b, ok := opened[*door.Bitcask](c); ok {
		begin(c, false, func(context.Context) (float64, error) { return 0, b.Merge() })
	}
}

//export tf_bitcask_sync
func tf_bitcask_sync(c *C.tf_call) {
	defer guard(c)
	if b, ok := opened[*door.Bitcask](c); ok {
		if err := b.Sync(); err != nil {
			fail(c, err)
		}
	}
}
