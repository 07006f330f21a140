package repl

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// remember keeps what was typed, so that it is called up again as a whole: the
// editor has one line only. What cannot stand on one is kept by its lines.
func (s *Session) remember(text string) {
	entry, ok := oneLine(text)
	if name, arg, isOne := isCommand(text); isOne {
		entry, ok = oneLine(arg)
		entry = strings.TrimSpace(name + " " + entry)
	}
	if ok {
		s.config.Lines.Remember(entry)
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			s.config.Lines.Remember(line)
		}
	}
}

// oneLine writes a program on one line, without the comments inside. A string
// with more lines than one has no such form.
func oneLine(text string) (line string, ok bool) {
	if !strings.Contains(text, "\n") {
		return text, true
	}
	var b strings.Builder
	tokens, _ := syntax.Scan(text)
	end := 0 // of the token before
	for _, t := range tokens[:len(tokens)-1] {
		gap := text[end:t.Span.Start]
		switch {
		case strings.Contains(text[t.Span.Start:t.Span.End], "\n"):
			return "", false
		case end > 0 && strings.Contains(gap, "\n"):
			b.WriteByte(' ')
		case end > 0:
			b.WriteString(gap)
		}
		b.WriteString(text[t.Span.Start:t.Span.End])
		end = t.Span.End
	}
	return b.String(), true
}
