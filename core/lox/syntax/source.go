package syntax

import "sort"

// Span is a piece of a source, in bytes: Start is in it, End is not.
type Span struct{ Start, End int }

// Source is a text with a name, and knows where its lines begin.
type Source struct {
	Name  string
	Text  string
	lines []int // the offset at which each line begins
}

// NewSource indexes a text.
func NewSource(name, text string) *Source {
	s := &Source{Name: name, Text: text, lines: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// Line gives the line of an offset; the first is 1.
func (s *Source) Line(offset int) int {
	return sort.SearchInts(s.lines, offset+1)
}

// Column gives the place of an offset in its line, in bytes; the first is 1.
func (s *Source) Column(offset int) int {
	return offset - s.lines[s.Line(offset)-1] + 1
}

// LineText gives a line without its end.
func (s *Source) LineText(line int) string {
	if line < 1 || line > len(s.lines) {
		return ""
	}
	end := len(s.Text)
	if line < len(s.lines) {
		end = s.lines[line] - 1
	}
	text := s.Text[s.lines[line-1]:end]
	if n := len(text); n > 0 && text[n-1] == '\r' {
		text = text[:n-1]
	}
	return text
}

// LastLine is the line on which a span ends. The book's compiler gives an
// instruction the line of the token it had just read, which is the last of the
// expression, and so do the errors of a run.
func (s *Source) LastLine(at Span) int { return s.Line(max(at.Start, at.End-1)) }
