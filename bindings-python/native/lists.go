//go:build pyext

package main

/*
#include "native.h"
*/
import "C"

import (
	"encoding/binary"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
)

// A list crosses in one piece, so that a thousand keys cost one call and not a
// thousand: each item is its length in four bytes, in the machine's order, and
// then itself.

func appendItem[S ~string | ~[]byte](b []byte, item S) []byte {
	b = binary.NativeEndian.AppendUint32(b, uint32(len(item)))
	return append(b, item...)
}

// giveList gives items to C, their number in c.number.
func giveList[S ~string | ~[]byte](c *C.tf_call, items []S) {
	size := 0
	for _, item := range items {
		size += 4 + len(item)
	}
	b := make([]byte, 0, size)
	for _, item := range items {
		b = appendItem(b, item)
	}
	c.number = C.int64_t(len(items))
	give(&c.out, b)
}

// giveEvictions gives C what has left the cache: key, value and the name of
// the reason, three items each.
func giveEvictions(c *C.tf_call, cache *door.LRU) {
	gone := cache.Evictions()
	if len(gone) == 0 {
		return
	}
	var b []byte
	for _, g := range gone {
		b = appendItem(b, g.Key)
		b = appendItem(b, g.Value)
		b = appendItem(b, g.Reason.String())
	}
	give(&c.gone, b)
}
