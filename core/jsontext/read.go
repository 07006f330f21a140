package jsontext

import (
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxDepth is how deep arrays and objects may lie in each other.
const MaxDepth = 100

// reader reads one text from its beginning.
type reader struct {
	text []byte
	at   int
	// floats makes every number a float64.
	floats bool
}

// Parse reads one value that is all of text. A number without fraction or
// exponent becomes an int64, and is refused where it has more than 64 bits;
// others become a float64.
//
// Errors: a sentence that says at which byte the text is no JSON.
func Parse(text []byte) (any, error) {
	r := reader{text: text}
	return r.all()
}

// ParseFloats is Parse for those whose numbers are all float64: no integer is
// too long for it, and the sign of -0 stays.
func ParseFloats(text []byte) (any, error) {
	r := reader{text: text, floats: true}
	return r.all()
}

func (r *reader) all() (any, error) {
	v, err := r.value(0)
	if err != nil {
		return nil, err
	}
	if r.space(); r.at < len(r.text) {
		return nil, r.bad("more text after the value")
	}
	return v, nil
}

func (r *reader) bad(what string) error {
	return errors.New("bad JSON at byte " + strconv.Itoa(r.at) + ": " + what)
}

// space skips white space and gives the byte after it; 0 at the end.
func (r *reader) space() byte {
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

func (r *reader) value(depth int) (any, error) {
	if depth > MaxDepth {
		return nil, r.bad("nested too deep")
	}
	switch c := r.space(); {
	case c == '{':
		return r.object(depth)
	case c == '[':
		return r.array(depth)
	case c == '"':
		return r.string()
	case c == '-' || (c >= '0' && c <= '9'):
		return r.number()
	case r.word("true"):
		return true, nil
	case r.word("false"):
		return false, nil
	case r.word("null"):
		return nil, nil
	}
	return nil, r.bad("no value")
}

func (r *reader) word(w string) bool {
	if len(r.text)-r.at < len(w) || string(r.text[r.at:r.at+len(w)]) != w {
		return false
	}
	r.at += len(w)
	return true
}

func (r *reader) object(depth int) (any, error) {
	o := Object{}
	err := r.list('}', func() error {
		if r.space() != '"' {
			return r.bad("a name must be a string")
		}
		name, err := r.string()
		if err != nil {
			return err
		}
		if r.space() != ':' {
			return r.bad("no colon after a name")
		}
		r.at++
		v, err := r.value(depth + 1)
		o = append(o, Member{Name: name, Value: v})
		return err
	})
	return o, err
}

func (r *reader) array(depth int) (any, error) {
	list := Array{}
	err := r.list(']', func() error {
		v, err := r.value(depth + 1)
		list = append(list, v)
		return err
	})
	return list, err
}

// list reads items between commas up to the closing bracket.
func (r *reader) list(closing byte, item func() error) error {
	r.at++
	if r.space() == closing {
		r.at++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		switch r.space() {
		case ',':
			r.at++
		case closing:
			r.at++
			return nil
		default:
			return r.bad("no comma or end of a list")
		}
	}
}

// number takes digits as they are allowed; strconv would take more.
func (r *reader) number() (any, error) {
	start, whole := r.at, true
	r.word("-")
	if !r.word("0") && !r.digits() {
		return nil, r.bad("no digits")
	}
	if r.word(".") {
		if whole = false; !r.digits() {
			return nil, r.bad("no digits")
		}
	}
	if r.word("e") || r.word("E") {
		whole = false
		if !r.word("+") {
			r.word("-")
		}
		if !r.digits() {
			return nil, r.bad("no digits")
		}
	}
	text := string(r.text[start:r.at])
	if whole && !r.floats {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n, nil
		}
		return nil, r.bad("an integer of more than 64 bits")
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, r.bad("a number too large")
	}
	return f, nil
}

func (r *reader) digits() bool {
	start := r.at
	for r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9' {
		r.at++
	}
	return r.at > start
}

func (r *reader) string() (string, error) {
	r.at++
	var s []byte
	for r.at < len(r.text) {
		c := r.text[r.at]
		switch {
		case c == '"':
			r.at++
			if !utf8.Valid(s) {
				return "", r.bad("a string that is not UTF-8")
			}
			return string(s), nil
		case c < ' ':
			return "", r.bad("a control character in a string")
		case c == '\\':
			var err error
			if s, err = r.escape(s); err != nil {
				return "", err
			}
		default:
			s = append(s, c)
			r.at++
		}
	}
	return "", r.bad("a string without an end")
}

// escapes are those of one letter.
var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (r *reader) escape(s []byte) ([]byte, error) {
	r.at++
	if r.at == len(r.text) {
		return nil, r.bad("a string without an end")
	}
	c := r.text[r.at]
	r.at++
	if c != 'u' {
		plain, ok := escapes[c]
		if !ok {
			return nil, r.bad("an unknown escape")
		}
		return append(s, plain), nil
	}
	u, err := r.unit()
	if err != nil {
		return nil, err
	}
	if utf16.IsSurrogate(u) && r.word(`\u`) {
		low, err := r.unit()
		if err != nil {
			return nil, err
		}
		u = utf16.DecodeRune(u, low)
	}
	return utf8.AppendRune(s, u), nil
}

// unit reads four hexadecimal digits.
func (r *reader) unit() (rune, error) {
	if len(r.text)-r.at < 4 {
		return 0, r.bad("no four digits after \\u")
	}
	n, err := strconv.ParseUint(string(r.text[r.at:r.at+4]), 16, 16)
	if err != nil {
		return 0, r.bad("no four digits after \\u")
	}
	r.at += 4
	return rune(n), nil
}
