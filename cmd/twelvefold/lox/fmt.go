package lox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold/cmd/twelvefold/exit"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/format"
)

// formatter is `lox fmt` with its flags.
type formatter struct {
	write, list, check bool
}

func newFmt() *cobra.Command {
	var f formatter
	c := &cobra.Command{
		Use:   "fmt [flags] FILE|FOLDER...",
		Short: "Write programs in the one way that they should look",
		Long: "Print the programs as they should look; of a folder, all that end in .lox. With -w,\n" +
			"write them into their files; with -l, print the names of those that change; with -d,\n" +
			"do that, write nothing, and exit with 1 if one would change.",
		Args: usage(cobra.MinimumNArgs(1)),
		RunE: f.run,
	}
	c.Flags().BoolVarP(&f.write, "write", "w", false, "write into the files")
	c.Flags().BoolVarP(&f.list, "list", "l", false, "print the names of files that change, not the programs")
	c.Flags().BoolVarP(&f.check, "check", "d", false, "only tell which files would change")
	return c
}

// errWouldChange is that of a file that --check names.
var errWouldChange = errors.New("would change")

// run formats each file. One with errors does not stop the others; the exit
// code is that of the worst.
func (f *formatter) run(c *cobra.Command, args []string) error {
	if f.write && f.check {
		return misuse(errors.New("-w writes, and -d does not: choose one"))
	}
	files, err := programsIn(args)
	if err != nil {
		return failedIO(err)
	}
	code := 0
	for _, file := range files {
		var status *exit.Status
		switch err := f.file(c, file); {
		case err == nil:
		case errors.Is(err, errWouldChange):
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
	changes := formatted != program.text
	if changes && (f.list || f.check) {
		fmt.Fprintln(c.OutOrStdout(), file)
	}
	switch {
	case f.check && changes:
		return errWouldChange
	case f.check || f.write && !changes || f.list && !f.write:
		return nil
	case f.write && file == stdin:
		return misuse(errors.New("the standard input has no file to write into"))
	case f.write:
		return replace(file, formatted)
	}
	_, err = fmt.Fprint(c.OutOrStdout(), formatted)
	return failedIO(err)
}

// programsIn gives the files of the command line, and in place of a folder all
// programs in it and below, in the order of their names. As Go's tools do, it
// passes over folders whose names begin with a dot.
func programsIn(args []string) (files []string, err error) {
	for _, arg := range args {
		if info, err := os.Stat(arg); err != nil || !info.IsDir() {
			files = append(files, arg) // reading it tells what is wrong with it
			continue
		}
		err = filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && path != arg && strings.HasPrefix(entry.Name(), "."):
				return filepath.SkipDir
			case !entry.IsDir() && filepath.Ext(path) == ".lox":
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
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
