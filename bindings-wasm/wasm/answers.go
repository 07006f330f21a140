//go:build wasm

package main

import "github.com/twelvefold/twelvefold/core/code"

// What engine methods return, as a status and the slot. Each takes a method's
// results as they come, so that an export stays one line.

// found leaves the bytes of a key. Every engine says not_found for a miss.
func found(value []byte, err error) int32 {
	if err != nil {
		if code.Of(err) == code.NotFound {
			return statusMiss
		}
		return failed(err)
	}
	return give(value)
}

func decided(yes bool, err error) int32 {
	if err != nil {
		return failed(err)
	}
	return answer(yes)
}

func counted[T int | int64](n T, err error) int32 {
	if err != nil {
		return failed(err)
	}
	return giveNumber(float64(n))
}

func measured(n float64, err error) int32 {
	if err != nil {
		return failed(err)
	}
	return giveNumber(n)
}

func listed[T ~string | ~[]byte](keys []T, err error) int32 {
	if err != nil {
		return failed(err)
	}
	var out []byte
	for _, key := range keys {
		out = appendField(out, key)
	}
	return give(out)
}

// stats packs numbers under the names that the TypeScript types give them.
type stats []byte

func (s *stats) add(name string, n float64) {
	*s = appendNumber(appendField(*s, name), n)
}
