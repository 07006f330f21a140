package glob

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMatch(t *testing.T) {
	for _, tc := range []struct {
		pattern, s string
		want       bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", false}, {"*", "a", true}, {"**", "abc", true},
		{"a", "a", true}, {"a", "b", false}, {"a", "ab", false}, {"ab", "a", false},
		{"a*", "a", true}, {"a*", "abc", true}, {"*c", "abc", true}, {"*c", "abd", false},
		{"a*c", "ac", true}, {"a*b*c", "aXbYc", true}, {"a*b*c", "aXcYb", false}, {"*a*", "xay", true},
		{"h?llo", "hello", true}, {"h?llo", "hllo", false}, {"?", "", false}, {"??", "ab", true},
		{"h[ae]llo", "hallo", true}, {"h[ae]llo", "hillo", false},
		{"h[^e]llo", "hallo", true}, {"h[^e]llo", "hello", false},
		{"h[a-b]llo", "hbllo", true}, {"h[b-a]llo", "hallo", true}, {"h[a-b]llo", "hcllo", false},
		{"[a-]", "-", false}, {"[a-]", "^", true}, {"[-a]", "-", true}, {"[]", "a", false}, {"[^]", "a", true}, {"[^]a", "xa", true},
		{"[a", "a", true}, {"[a", "b", false}, {"[^a", "b", true}, {"[", "a", false}, {"[^", "a", true},
		{`\*`, "*", true}, {`\*`, "a", false}, {`a\`, `a\`, true}, {`\`, `\`, true},
		{`[\]]`, "]", true}, {`[\]`, `]`, true}, {`[\-a]`, "-", true},
		{"*[ab]*c", "xxbyyc", true}, {"*?", "a", true}, {"*??", "a", false},
		{"a*", "A", false}, {"\xff*", "\xff\x00", true},
	} {
		require.Equal(t, tc.want, Match(tc.pattern, tc.s), "%q against %q", tc.pattern, tc.s)
		require.Equal(t, tc.want, Match([]byte(tc.pattern), []byte(tc.s)), "%q against %q, bytes", tc.pattern, tc.s)
	}
}

// TestManyStars would not end with a matcher that tries every way to share
// the text among the stars.
func TestManyStars(t *testing.T) {
	require.False(t, Match(strings.Repeat("a*", 1000)+"b", strings.Repeat("a", 5000)))
	require.True(t, Match(strings.Repeat("a*", 1000)+"b", strings.Repeat("a", 5000)+"b"))
}

// FuzzMatch checks that no input makes it panic, and that what holds of every
// pattern and text does.
func FuzzMatch(f *testing.F) {
	f.Add("a*[b-c]?", "axxb1")
	f.Add("[^", "x")
	f.Fuzz(func(t *testing.T, pattern, s string) {
		matched := Match(pattern, s)
		if s != "" && matched && !Match("*"+pattern, "x"+s) {
			t.Fatalf("%q fits %q, but with a star before it does not", pattern, s)
		}
		if s != "" && !strings.ContainsAny(pattern, `*?[\`) && matched != (pattern == s) {
			t.Fatalf("plain %q against %q: %v", pattern, s, matched)
		}
	})
}
