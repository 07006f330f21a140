package amqp

import (
	"slices"
	"strings"
)

// matcher is a regular expression over names, compiled.
type matcher interface{ MatchString(name string) bool }

// compilePattern compiles a regular expression. Those that permissions and
// policies are made of in practice are matched here; the rest is for package
// regexp, which WebAssembly does without: it weighs 136 KB there, compressed
// (ADR 6).
func compilePattern(pattern string) (matcher, error) {
	if simple, ok := parseSimple(pattern); ok {
		return simple, nil
	}
	return compileRegexp(pattern)
}

// simplePattern is a list of alternatives, of which one has to match.
type simplePattern [][]rune

// What stands in an alternative for more than itself. These are no characters
// of Unicode.
const (
	anyRune  rune = -1 - iota // .
	anyRunes                  // .*
)

// parseSimple reads the expressions that are literals, escaped characters, .
// and .*, with or without anchors, and alternatives of these, in one group or
// in none: "^team-.*", "^(jobs|amq\.gen.*)$". It gives false for all others.
func parseSimple(pattern string) (simplePattern, bool) {
	if !strings.HasPrefix(pattern, "^(") || !strings.HasSuffix(pattern, ")$") {
		return parseAlternatives(pattern, false)
	}
	return parseAlternatives(pattern[2:len(pattern)-2], true)
}

func parseAlternatives(pattern string, anchored bool) (p simplePattern, ok bool) {
	for rest, more := []rune(pattern), true; more; {
		var one []rune
		one, rest, more = cutAlternative(rest)
		alternative, ok := parseAlternative(one, anchored)
		if !ok {
			return nil, false
		}
		p = append(p, alternative)
	}
	return p, true
}

// cutAlternative gives what is before the first | that is not escaped, and what
// is behind it.
func cutAlternative(text []rune) (one, rest []rune, more bool) {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '|':
			return text[:i], text[i+1:], true
		}
	}
	return text, nil, false
}

// parseAlternative gives what must match from the first character to the last:
// where there is no anchor, .* takes its place.
func parseAlternative(text []rune, anchored bool) (p []rune, ok bool) {
	tail := anchored
	if !anchored {
		if len(text) > 0 && text[0] == '^' {
			text = text[1:]
		} else {
			p = append(p, anyRunes)
		}
	}
	for i := 0; i < len(text); i++ {
		next := rune(0)
		if i+1 < len(text) {
			next = text[i+1]
		}
		switch r := text[i]; {
		case r == '$' && !anchored && i+1 == len(text):
			tail = true
		case r == '.' && next == '*':
			p = append(p, anyRunes)
			i++
		case r == '.':
			p = append(p, anyRune)
		case r == '\\' && strings.ContainsRune(`\.+*?()|[]{}^$-`, next):
			p = append(p, next)
			i++
		case strings.ContainsRune(`\+*?()[]{}^$`, r):
			return nil, false
		default:
			p = append(p, r)
		}
	}
	if !tail {
		p = append(p, anyRunes)
	}
	return p, true
}

// MatchString tells whether an alternative matches the name.
func (p simplePattern) MatchString(name string) bool {
	runes := []rune(name)
	return slices.ContainsFunc(p, func(alternative []rune) bool { return matchAlternative(alternative, runes) })
}

// matchAlternative goes back to the last .* only: giving an earlier one more
// could not help, because the later one can take all that follows it.
func matchAlternative(p, name []rune) bool {
	at, i := 0, 0
	star, from := -1, 0 // where the last .* stands, and what it has taken up to
	for i < len(name) {
		switch {
		case at < len(p) && p[at] == anyRunes:
			star, from = at, i
			at++
		case at < len(p) && (p[at] == anyRune || p[at] == name[i]):
			at++
			i++
		case star >= 0:
			from++
			at, i = star+1, from
		default:
			return false
		}
	}
	for at < len(p) && p[at] == anyRunes {
		at++
	}
	return at == len(p)
}
