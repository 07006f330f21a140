package programs

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed lox
var embedded embed.FS

// Exit codes, as in the BSD's sysexits.h, which the book's interpreters use.
const (
	ExitOK           = 0
	ExitCompileError = 65 // EX_DATAERR
	ExitRuntimeError = 70 // EX_SOFTWARE
)

// Program is one program with its expectations. A program expects compile
// errors or a runtime error or neither, never both.
type Program struct {
	Name   string // topic and name: closures/counter
	Path   string // of the file, in the fs.FS that it was loaded from
	Source string

	Output        []string // lines of standard output
	CompileErrors []string // lines of standard error: [line 2] Error at ';': Expect expression.
	RuntimeError  string   // first line of standard error
	RuntimeLine   int      // the line that its stack trace begins with
	Trace         []string // the whole stack trace, where the program states it
	ExitCode      int
}

// Own gives all programs of lox/, in the order of their names. It does not
// include those of package limits.
func Own() ([]Program, error) {
	fsys, err := fs.Sub(embedded, "lox")
	if err != nil {
		return nil, err
	}
	return Load(fsys)
}

// Load reads every file that ends in .lox, in all folders of fsys.
func Load(fsys fs.FS) ([]Program, error) {
	var all []Program
	err := fs.WalkDir(fsys, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".lox" {
			return err
		}
		source, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		program, err := Parse(strings.TrimSuffix(file, ".lox"), string(source))
		program.Path = file
		all = append(all, program)
		return err
	})
	return all, err
}
