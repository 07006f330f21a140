package amqp

import (
	"math/rand/v2"
	"regexp"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSimplePatterns holds that the usual expressions need no package regexp,
// and that they match what it matches.
func TestSimplePatterns(t *testing.T) {
	names := []string{"", "a", "jobs", "jobs.high", "team-a", "my-team-a", "amq.gen-x", "amqXgen", "a|b", "a.b", "ä", "x$", "^x", "a\\b"}
	for _, pattern := range []string{
		"", ".*", "^$", "^.*$", "^team-.*", "^team-.*$", "team", "jobs$", "^jobs$", "^(jobs|team-.*)$", "jobs|^a$",
		`^amq\.gen.*`, `a\|b`, `a\.b`, "a.b", "^.$", "a.*b.*", "^x|$", "^(|a)$", `x\$`, `x\\$`, `\^x`, "ä", "^(a)$", "-",
	} {
		simple, ok := parseSimple(pattern)
		require.True(t, ok, pattern)
		for _, name := range names {
			require.Equal(t, regexp.MustCompile(pattern).MatchString(name), simple.MatchString(name), "%q on %q", pattern, name)
		}
	}
}

// TestPatternsAgreeWithRegexp: what parseSimple takes, whatever it is, means
// what it means to package regexp.
func TestPatternsAgreeWithRegexp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1)) // the seed is part of the test: every run is the same
	text := func(alphabet string, most int) string {
		b := make([]byte, random.IntN(most))
		for i := range b {
			b[i] = alphabet[random.IntN(len(alphabet))]
		}
		return string(b)
	}
	simple := 0
	for range 50_000 {
		pattern := text(`ab.*^$|\()+[`, 8)
		p, ok := parseSimple(pattern)
		if !ok {
			continue
		}
		re, err := regexp.Compile(pattern)
		require.NoError(t, err, pattern)
		simple++
		for range 4 {
			name := text(`ab.|\`, 6)
			require.Equal(t, re.MatchString(name), p.MatchString(name), "%q on %q", pattern, name)
		}
	}
	require.Greater(t, simple, 1000)
}

func TestOtherPatterns(t *testing.T) {
	p, err := compilePattern("^[a-c]+$")
	if runtime.GOARCH == "wasm" {
		require.Error(t, err, "WebAssembly has no package regexp")
		return
	}
	require.NoError(t, err)
	require.True(t, p.MatchString("abc"))
	require.False(t, p.MatchString("abd"))
	_, err = compilePattern("[")
	require.Error(t, err)
}
