package amqp

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// matched gives the patterns that a router finds for a key, sorted.
func matched(r *topicRouter, key string) []string {
	var found []string
	r.route(&Message{Key: key}, func(b *binding) { found = append(found, b.key) })
	slices.Sort(found)
	return found
}

func routerOf(patterns ...string) (*topicRouter, []*binding) {
	r := newTopicRouter()
	var all []*binding
	for _, p := range patterns {
		b := &binding{key: p}
		r.add(b)
		all = append(all, b)
	}
	return r, all
}

func TestTopicPatterns(t *testing.T) {
	tests := []struct {
		key  string
		want []string // of the patterns below
	}{
		{"", []string{"", "#", "#.#"}},
		{"a", []string{"#", "#.#", "#.a", "*", "a", "a.#"}},
		{".", []string{"#", "#.#", "*.*"}},
		{"a.", []string{"#", "#.#", "*.*", "a.#", "a.*"}},
		{"a.b", []string{"#", "#.#", "#.b", "*.*", "a.#", "a.*", "a.b"}},
		{"a.b.b", []string{"#", "#.#", "#.b", "a.#", "a.#.b", "a.*.b"}},
		{"b.a", []string{"#", "#.#", "#.a", "*.*"}},
		{"#", []string{"#", "#.#", "*"}},
		{"*", []string{"#", "#.#", "*"}},
	}
	patterns := []string{"", "#", "*", "a", "#.#", "*.*", "a.*", "a.#", "#.a", "#.b", "a.b", "a.*.b", "a.#.b"}
	for _, test := range tests {
		if test.key == "a.b" {
			test.want = append(test.want, "a.#.b") // # is no word there
			slices.Sort(test.want)
		}
		r, _ := routerOf(patterns...)
		assert.Equal(t, test.want, matched(r, test.key), "key %q", test.key)
	}
}

// patternExpression writes a pattern as a regular expression over the words
// of a key, each followed by a dot.
func patternExpression(pattern string) *regexp.Regexp {
	text := "^"
	for word := range words(pattern) {
		switch word {
		case "#":
			text += `([^.]*\.)*`
		case "*":
			text += `[^.]*\.`
		default:
			text += regexp.QuoteMeta(word) + `\.`
		}
	}
	return regexp.MustCompile(text + "$")
}

func TestTopicTrieAgainstExpressions(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		var patterns []string
		for range 1 + r.IntN(12) {
			patterns = append(patterns, randomWords(r, "a", "b", "", "*", "#", "#"))
		}
		router, bindings := routerOf(patterns...)
		for range 10 {
			i := r.IntN(len(bindings))
			router.remove(bindings[i])
			if r.IntN(2) == 0 {
				router.add(bindings[i])
			} else if bindings, patterns = slices.Delete(bindings, i, i+1), slices.Delete(patterns, i, i+1); len(bindings) == 0 {
				require.True(t, router.root.bare(), "seed %d: a router without bindings has no nodes", seed)
				break
			}
			key := randomWords(r, "a", "b", "", "c")
			dotted := key
			if key != "" {
				dotted += "."
			}
			var want []string
			for _, p := range patterns {
				if patternExpression(p).MatchString(dotted) {
					want = append(want, p)
				}
			}
			slices.Sort(want)
			require.Equal(t, want, matched(router, key), "seed %d: key %q, patterns %q", seed, key, patterns)
		}
	}
}

func randomWords(r *rand.Rand, from ...string) string {
	var list []string
	for range r.IntN(6) {
		list = append(list, from[r.IntN(len(from))])
	}
	return strings.Join(list, ".")
}

// TestTopicCostIsBounded holds the nodes that a key visits against words times
// nodes of the trie: a search that goes back would visit billions here.
func TestTopicCostIsBounded(t *testing.T) {
	hostile := strings.TrimSuffix(strings.Repeat("#.a.", 60), ".")
	r, _ := routerOf(hostile, strings.TrimSuffix(strings.Repeat("#.*.", 60), "."))
	key := strings.TrimSuffix(strings.Repeat("a.", 120), ".")
	assert.Len(t, matched(r, key), 2)
	assert.LessOrEqual(t, cap(r.now), 512, fmt.Sprintf("%d nodes are held at once", cap(r.now)))
	assert.Len(t, matched(r, key+".b"), 1, "only the one that ends in a star")
}
