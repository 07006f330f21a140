// Package glob matches the patterns of KEYS, SCAN and PSUBSCRIBE as Redis
// does: * any bytes, ? one byte, [abc] [a-z] [^a] one byte out of (or not out
// of) a class, \x the byte x itself.
package glob

// Match reports whether all of s fits the pattern. It looks back only to the
// last star, so its time is bounded by the product of the two lengths,
// whatever a stranger's pattern looks like.
//
// As in Redis, no pattern but the empty one fits the empty string.
func Match[P, S ~string | ~[]byte](pattern P, s S) bool {
	if len(s) == 0 {
		return len(pattern) == 0
	}
	p, i := 0, 0
	star, from := -1, 0 // the pattern after the last star, and where in s it was tried
	for i < len(s) {
		if p < len(pattern) && pattern[p] == '*' {
			p++
			star, from = p, i
			continue
		}
		if p < len(pattern) {
			if n, ok := one(pattern[p:], s[i]); ok {
				p, i = p+n, i+1
				continue
			}
		}
		if star < 0 {
			return false
		}
		from++ // the star takes one byte more
		p, i = star, from
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// one matches c with the first element of the pattern, which takes n bytes of
// it.
func one[P ~string | ~[]byte](pattern P, c byte) (n int, ok bool) {
	switch pattern[0] {
	case '?':
		return 1, true
	case '[':
		return class(pattern, c)
	case '\\':
		if len(pattern) >= 2 {
			return 2, pattern[1] == c
		}
	}
	return 1, pattern[0] == c
}

// class matches c with a class. One without its closing bracket ends with the
// pattern.
func class[P ~string | ~[]byte](pattern P, c byte) (n int, ok bool) {
	n = 1
	not := n < len(pattern) && pattern[n] == '^'
	if not {
		n++
	}
	for ; n < len(pattern) && pattern[n] != ']'; n++ {
		rest := len(pattern) - n
		switch {
		case pattern[n] == '\\' && rest >= 2:
			n++
			ok = ok || pattern[n] == c
		case rest >= 3 && pattern[n+1] == '-':
			low, high := min(pattern[n], pattern[n+2]), max(pattern[n], pattern[n+2])
			ok = ok || low <= c && c <= high
			n += 2
		default:
			ok = ok || pattern[n] == c
		}
	}
	return min(n+1, len(pattern)), ok != not
}
