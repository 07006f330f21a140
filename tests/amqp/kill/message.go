package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
)

// marker is the publisher number of messages that only prove, by their confirm,
// that what their channel sent before is on disk.
const marker = -1

// identity is who published a message, and its number there, from 0.
type identity struct{ publisher, sequence int }

// body is the message's identity, and filler that follows from it: some bytes,
// now and then more than any broker keeps in its index.
func (id identity) body() []byte {
	text := fmt.Appendf(nil, "%d %d ", id.publisher, id.sequence)
	filler := rand.New(rand.NewPCG(uint64(id.publisher), uint64(id.sequence)))
	size := filler.IntN(1500)
	if filler.IntN(100) == 0 {
		size = 100_000
	}
	for range size {
		text = append(text, byte(filler.Uint32()))
	}
	return text
}

// parse reads a body, and tells whether it is whole.
func parse(body []byte) (id identity, ok bool) {
	if _, err := fmt.Sscanf(string(body[:min(len(body), 40)]), "%d %d ", &id.publisher, &id.sequence); err != nil {
		return id, false
	}
	return id, id.publisher == marker || bytes.Equal(body, id.body())
}
