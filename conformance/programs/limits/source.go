package limits

import (
	"strconv"
	"strings"
)

// perLine is how many short statements stand on one line: sources stay readable
// in an editor.
const perLine = 20

// series writes n parts, of which each %d is its number from 0 on, with a
// separator between them.
func series(n int, part, separator string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(separator)
			if i%perLine == 0 {
				b.WriteByte('\n')
			}
		}
		b.WriteString(strings.ReplaceAll(part, "%d", strconv.Itoa(i)))
	}
	return b.String()
}

// lines joins lines; the last ends, too.
func lines(all ...string) string { return strings.Join(all, "\n") + "\n" }

// local gives n declarations of locals: a0 to a(n-1).
func local(n int, prefix string) string { return series(n, "var "+prefix+"%d;", " ") }
