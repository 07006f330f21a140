package lox

import (
	"github.com/spf13/cobra"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
	"github.com/twelvefold/twelvefold/core/lox/vm"
)

func newDisasm() *cobra.Command {
	return newShow("disasm", "Show the instructions that the fast engine runs", func(*cobra.Command) func(*syntax.File) []byte {
		return func(f *syntax.File) []byte { return []byte(vm.Disassemble(f).Text()) }
	})
}

func newAST() *cobra.Command {
	return newShow("ast", "Show the syntax tree, with what each name means", func(c *cobra.Command) func(*syntax.File) []byte {
		asJSON := c.Flags().Bool("json", false, "as JSON, with the place of each node")
		return func(f *syntax.File) []byte {
			if *asJSON {
				return append(f.AppendJSON(nil), '\n')
			}
			return f.AppendText(nil)
		}
	})
}

// newShow makes a command that reads a program and shows something of it.
// setup may add flags.
func newShow(name, short string, setup func(*cobra.Command) func(*syntax.File) []byte) *cobra.Command {
	var f flags
	c := &cobra.Command{Use: name + " [flags] FILE", Short: short, Args: usage(cobra.ExactArgs(1))}
	f.addStd(c.Flags())
	show := setup(c)
	c.RunE = func(c *cobra.Command, args []string) error {
		file, err := f.check(c, args[0])
		if err != nil {
			return err
		}
		_, err = c.OutOrStdout().Write(show(file))
		return failedIO(err)
	}
	return c
}

// check reads a program that has no errors.
func (f *flags) check(c *cobra.Command, name string) (*syntax.File, error) {
	o, err := f.options()
	if err != nil {
		return nil, err
	}
	program, err := read(c, name)
	if err != nil {
		return nil, err
	}
	file, err := lox.Check(program.name, program.text, o)
	return file, f.ended(c, err)
}
