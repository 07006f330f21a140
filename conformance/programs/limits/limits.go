// Package limits builds the Lox programs that stand exactly at a limit of the
// language, and those one past it. They are as long as their limit (a loop's
// body has up to 65,535 bytes of clox's bytecode), so that they are built when
// they are run, and not kept.
//
// Runners in other languages let them be written:
//
//	go run ./conformance/programs/limits/write .cache/programs
//
// The limits are those of clox: operands of one byte count to 256 and jumps of
// two bytes reach 65,535.
//
//	limits.go   the list
//	names.go    parameters, arguments, locals, captured variables
//	constants.go  constants of a function
//	kinds.go    statements, and what they need of both
//	jumps.go    loops and branches
//	nesting.go  what may be deep or long without being too much
//	text.go     line ends, and the end of a source
//	source.go   writing sources
package limits

import "github.com/twelvefold/twelvefold/conformance/programs"

// built is a source with its name.
type built struct{ name, source string }

// Programs gives all of them; their names begin with limits/.
func Programs() ([]programs.Program, error) {
	var all []programs.Program
	for _, part := range [][]built{names(), constants(), jumps(), nesting(), text()} {
		for _, b := range part {
			p, err := programs.Parse("limits/"+b.name, b.source)
			if err != nil {
				return nil, err
			}
			p.Path = p.Name + ".lox"
			all = append(all, p)
		}
	}
	return all, nil
}
