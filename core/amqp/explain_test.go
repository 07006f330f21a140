package amqp

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhyAPatternDoesNotMatch(t *testing.T) {
	for _, test := range []struct{ pattern, key, why string }{
		{"a.b", "a.c", "word 2 is 'c', not 'b'"},
		{"*.b", "a", "the key has too few words"},
		{"a.*", "a.b.c", "the key has too many words"},
		{"", "a", "the key has too many words"},
		{"a.#.b", "a.c", "no words for # make it match"},
		{"a.#.b", "b", "word 1 is 'b', not 'a'"},
	} {
		assert.Equal(t, test.why, whyNotTopic(test.pattern, test.key), "%s on %s", test.key, test.pattern)
	}
}
