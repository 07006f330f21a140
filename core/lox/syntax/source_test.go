package syntax

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSourcePlaces(t *testing.T) {
	s := NewSource("x", "ab\n\ncde\r\nf")
	for _, c := range []struct {
		offset, line, column int
	}{
		{0, 1, 1}, {1, 1, 2}, {2, 1, 3}, {3, 2, 1}, {4, 3, 1}, {6, 3, 3}, {9, 4, 1}, {10, 4, 2},
	} {
		assert.Equal(t, c.line, s.Line(c.offset), "line of %d", c.offset)
		assert.Equal(t, c.column, s.Column(c.offset), "column of %d", c.offset)
	}
	for line, want := range map[int]string{-1: "", 0: "", 1: "ab", 2: "", 3: "cde", 4: "f", 5: ""} {
		assert.Equal(t, want, s.LineText(line), "text of %d", line)
	}
}

func TestSourceWithoutText(t *testing.T) {
	s := NewSource("x", "")
	assert.Equal(t, 1, s.Line(0))
	assert.Equal(t, 1, s.Column(0))
	assert.Empty(t, s.LineText(1))
	assert.Equal(t, "1 | \n  | ^\n", Excerpt(s, Span{}))
}

func TestSourceLastLine(t *testing.T) {
	s := NewSource("x", "a\nb\nc")
	for _, c := range []struct {
		at   Span
		want int
	}{
		{Span{0, 1}, 1},
		{Span{0, 2}, 1}, // the line's end is on the line
		{Span{0, 3}, 2},
		{Span{0, 5}, 3},
		{Span{2, 2}, 2}, // an empty span
		{Span{5, 5}, 3},
	} {
		assert.Equal(t, c.want, s.LastLine(c.at), "%v", c.at)
	}
}

func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		name, text string
		at         Span
		want       string
	}{
		{"a token", "print 1 +;", Span{9, 10}, "1 | print 1 +;\n  |          ^\n"},
		{"of several bytes", "var abc;", Span{4, 7}, "1 | var abc;\n  |     ^^^\n"},
		{"on a later line", "a;\nb c;", Span{5, 6}, "2 | b c;\n  |   ^\n"},
		{"a tab stays a tab", "\tx y", Span{3, 4}, "1 | \tx y\n  | \t  ^\n"},
		{"over many lines, the first of them", "a(b,\nc)", Span{0, 7}, "1 | a(b,\n  | ^^^^\n"},
		{"at the end of the text", "abc", Span{3, 3}, "1 | abc\n  |    ^\n"},
		{"after the last line", "a\n", Span{2, 2}, "2 | \n  | ^\n"},
		{"the margin is as wide as the number", "1\n2\n3\n4\n5\n6\n7\n8\n9\nab", Span{18, 20}, "10 | ab\n   | ^^\n"},
		{"a line's end of two bytes", "ab\r\nc", Span{0, 2}, "1 | ab\n  | ^^\n"},
		{"at a line's end of two bytes", "ab\r\nc", Span{3, 4}, "1 | ab\n  |   ^\n"},
	} {
		assert.Equal(t, c.want, Excerpt(NewSource("x", c.text), c.at), c.name)
	}
}

// A caret stands under a letter also behind letters of several bytes.
func TestExcerptCountsLetters(t *testing.T) {
	s := NewSource("x", `print "äö" + x;`)
	assert.Equal(t, "1 | print \"äö\" + x;\n  |              ^\n", Excerpt(s, Span{15, 16}))
	assert.Equal(t, "1 | print \"äö\" + x;\n  |       ^^^^\n", Excerpt(s, Span{6, 12}))
}
