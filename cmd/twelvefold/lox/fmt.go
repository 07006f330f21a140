package lox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold/cmd/twelvefold/exit"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/format"
)

// formatter is `lox fmt` with its flags.
type formatter struct {
	write, check bool
}

func newFmt() *cobra.Command {
	var f formatter
	c := &cobra.Command{
		Use:   "fmt [flags] FILE...",
		Short: "Write programs in the one way that they should look",
		Long: "Print the programs as they should look. With -w, write them into their files;\n" +
			"with -d, print the names of those that would change, and exit with 1 if one would.",
		Args: usage(cobra.MinimumNArgs(1)),
		RunE: f.run,
	}
	c.Flags().BoolVarP(&f.write, "write", "w", false, "write into the files")
	c.Flags().BoolVarP(&f.check, "check", "d", false, "only tell which files would change")
	return c
}

// errWouldChange is that of a file that --check names.
var errWouldChange = errors.New("would change")

// run formats each file. One with errors does not stop the others; the exit
// code is that of the worst.
func (f *formatter) run(c *cobra.Command, files []string) error {
	if f.write && f.check {
		return misuse(errors.New("-w writes, and -d does not: choose one"))
	}
	code := 0
	for _, file := range files {
		var status *exit.Status
		switch err := f.file(c, file); {
		case err == nil:
		case errors.Is(err, errWouldChange):
			fmt.Fprintln(c.OutOrStdout(), file)
			code = max(code, 1)
		case errors.As(err, &status):
			if status.Err != nil {
				fmt.Fprintln(c.ErrOrStderr(), "twelvefold:", status.Err)
			}
			code = max(code, status.Code)
		default:
			return err
		}
	}
	if code != 0 {
		return exit.Code(code)
	}
	return nil
}

func (f *formatter) file(c *cobra.Command, file string) error {
	program, err := read(c, file)
	if err != nil {
		return err
	}
	formatted, found := format.Source(program.name, program.text)
	if len(found) > 0 {
		// Check finds the same, and draws it.
		_, err := lox.Check(program.name, program.text, lox.Options{})
		return new(flags).ended(c, err)
	}
	switch {
	case f.check && formatted != program.text:
		return errWouldChange
	case f.check || f.write && formatted == program.text:
		return nil
	case f.write && file == stdin:
		return misuse(errors.New("the standard input has no file to write into"))
	case f.write:
		return replace(file, formatted)
	}
	_, err = fmt.Fprint(c.OutOrStdout(), formatted)
	return failedIO(err)
}

// replace writes a file so that whoever reads it sees the old text or the new.
// A link stays one.
func replace(file, text string) error {
	target, err := filepath.EvalSymlinks(file)
	if err != nil {
		return failedIO(err)
	}
	return failedIO(renameio.WriteFile(target, []byte(text), os.ModePerm, renameio.WithExistingPermissions()))
}
