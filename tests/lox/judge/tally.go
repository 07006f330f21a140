package judge

import (
	"fmt"
	"io"
)

// Tally prints failures as they come, and counts.
type Tally struct {
	Out            io.Writer
	Passed, Failed int
}

// Add counts one program, and prints what it differs in.
func (t *Tally) Add(name string, differences []string) {
	if len(differences) == 0 {
		t.Passed++
		return
	}
	t.Failed++
	fmt.Fprintf(t.Out, "FAIL %s\n", name)
	for _, d := range differences {
		fmt.Fprintf(t.Out, "     %s\n", d)
	}
}

// String is the line that ends a report: 742 passed, 0 failed.
func (t *Tally) String() string { return fmt.Sprintf("%d passed, %d failed", t.Passed, t.Failed) }
