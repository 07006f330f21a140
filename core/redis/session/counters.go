package session

import (
	"math/rand/v2"
	"strings"

	"github.com/twelvefold/twelvefold/core/redis/command"
)

// stats are the counters of one command.
func (s *Server) stats(cmd *command.Command) *commandCounters { return &s.counters[cmd.ID()] }

// errorKindsMax bounds how many kinds of error are counted apart: strangers
// must not fill the memory with words of their own.
const errorKindsMax = 128

// countError counts an error reply by its first word.
func (s *Server) countError(text string) {
	s.refused++
	word, _, _ := strings.Cut(text, " ")
	if _, known := s.errors[word]; known || len(s.errors) < errorKindsMax {
		s.errors[word]++
	}
}

// received is how many connections there were.
func (s *Server) received() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connected
}

// runIDLen is the number of hexadecimal digits of a run ID.
const runIDLen = 40

// newRunID makes the name by which Redis tells one start from another.
func newRunID(r *rand.Rand) string {
	id := make([]byte, runIDLen)
	for i := range id {
		id[i] = "0123456789abcdef"[r.IntN(16)]
	}
	return string(id)
}
