package wire

// SplitLine cuts an inline request into words as Redis' sdssplitargs does:
// "..." with \n \r \t \b \a \xHH and escaped characters, '...' with \' only;
// a closing quote must be followed by space or the end. ok is false when the
// quotes do not balance.
func SplitLine(line []byte) (words [][]byte, ok bool) {
	words = [][]byte{}
	for i := 0; ; {
		for i < len(line) && isSpace(line[i]) {
			i++
		}
		if i == len(line) {
			return words, true
		}
		word := []byte{}
		for i < len(line) && !isSpace(line[i]) {
			var piece []byte
			switch line[i] {
			case '"':
				piece, i, ok = doubleQuoted(line, i+1)
			case '\'':
				piece, i, ok = singleQuoted(line, i+1)
			default:
				word = append(word, line[i])
				i++
				continue
			}
			if !ok || i < len(line) && !isSpace(line[i]) {
				return nil, false
			}
			word = append(word, piece...)
		}
		words = append(words, word)
	}
}

func isSpace(c byte) bool {
	return c == ' ' || c >= '\t' && c <= '\r'
}

// doubleQuoted reads from behind the opening quote to behind the closing one.
func doubleQuoted(line []byte, i int) (word []byte, next int, ok bool) {
	for i < len(line) {
		c := line[i]
		switch {
		case c == '"':
			return word, i + 1, true
		case c == '\\' && i+3 < len(line) && line[i+1] == 'x' && isHex(line[i+2]) && isHex(line[i+3]):
			word = append(word, unhex(line[i+2])<<4|unhex(line[i+3]))
			i += 4
		case c == '\\' && i+1 < len(line):
			word = append(word, unescape(line[i+1]))
			i += 2
		default:
			word = append(word, c)
			i++
		}
	}
	return nil, i, false
}

func singleQuoted(line []byte, i int) (word []byte, next int, ok bool) {
	for i < len(line) {
		switch c := line[i]; {
		case c == '\'':
			return word, i + 1, true
		case c == '\\' && i+1 < len(line) && line[i+1] == '\'':
			word = append(word, '\'')
			i += 2
		default:
			word = append(word, c)
			i++
		}
	}
	return nil, i, false
}

func unescape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'b':
		return '\b'
	case 'a':
		return '\a'
	}
	return c
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}
