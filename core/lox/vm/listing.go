package vm

import (
	"strconv"
	"strings"
)

// Text writes a listing: each function with a line for each instruction, and
// before those of a line of the source that line.
//
//	== twice (1 parameter, 3 registers) ==
//	; 1 | fun twice(n) { return n + n; }
//	  0000  add          r2, r1, r1
//	  0001  return       r2
//	  0002  return_nil
func (l *Listing) Text() string {
	var b strings.Builder
	for i, f := range l.Functions {
		if i > 0 {
			b.WriteByte('\n')
		}
		l.function(&b, f)
	}
	return b.String()
}

func (l *Listing) function(b *strings.Builder, f ListedFunction) {
	name := f.Name
	if name == "" {
		name = "script"
	}
	b.WriteString("== " + name + " (" + counted(f.Arity, "parameter") + ", " + counted(f.Registers, "register") + ") ==\n")
	for i, c := range f.Captures {
		b.WriteString("; up" + strconv.Itoa(i) + " is " + c + " of the function around\n")
	}
	line := 0
	for _, in := range f.Instructions {
		if in.Line != line {
			line = in.Line
			b.WriteString("; " + strconv.Itoa(line) + " | " + shortened(strings.TrimSpace(l.Source.LineText(line))) + "\n")
		}
		b.WriteString("  " + in.String() + "\n")
	}
}

// counted gives a number with its noun.
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// maxLine is how many bytes of a source's line are shown.
const maxLine = 80

func shortened(text string) string {
	if len(text) <= maxLine {
		return text
	}
	return strings.ToValidUTF8(text[:maxLine], "") + "..."
}

// nameWidth is where operands begin.
const nameWidth = 13

// String writes the instruction as a listing has it.
func (in Listed) String() string {
	b := []byte(padded(in.Offset))
	b = append(append(b, "  "...), in.Name...)
	operands := in.Operands
	if in.Target >= 0 {
		operands = append(operands[:len(operands):len(operands)], "-> "+padded(in.Target))
	}
	for i, o := range operands {
		if i == 0 {
			b = append(b, strings.Repeat(" ", max(1, nameWidth-len(in.Name)))...)
		} else {
			b = append(b, ", "...)
		}
		b = append(b, o...)
	}
	return string(b)
}

// padded writes an offset with four digits or more.
func padded(n int) string {
	digits := strconv.Itoa(n)
	return strings.Repeat("0", max(0, 4-len(digits))) + digits
}
