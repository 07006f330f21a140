package command

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/format"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
	"github.com/twelvefold/twelvefold/core/lox/vm"
)

// check reads a program without running it.
func check(c *call) error {
	name, source := c.args.source()
	if err := c.args.check(); err != nil {
		return err
	}
	_, err := lox.Check(name, source, c.session.in.Options())
	var found *lox.Error
	if err != nil && !errors.As(err, &found) {
		return err
	}
	if found == nil {
		c.reply.Raw("diagnostics", []byte("[]"))
		return nil
	}
	c.reply.Raw("diagnostics", diagnostics(found.Source, found.Diagnostics))
	c.reply.Text("report", found.Report())
	return nil
}

// ast answers the syntax tree: as JSON with the comments, and as text.
func ast(c *call) error {
	f, err := c.read()
	if err != nil {
		return err
	}
	c.reply.Raw("ast", f.AppendJSON(nil)).Text("text", string(f.AppendText(nil)))
	return nil
}

// disasm answers the instructions that the fast engine runs: as text, and each
// with its place in the source.
func disasm(c *call) error {
	f, err := c.read()
	if err != nil {
		return err
	}
	listing := vm.Disassemble(f)
	c.reply.Text("text", listing.Text()).Raw("functions", functions(listing))
	return nil
}

// formatted answers the program as core/lox/format writes it.
func formatted(c *call) error {
	f, err := c.read()
	if err != nil {
		return err
	}
	text, _ := format.Source(f.Source.Name, f.Source.Text) // without errors, as it was read
	c.reply.Text("text", text)
	return nil
}

// read gives a program that has no errors.
func (c *call) read() (*syntax.File, error) {
	name, source := c.args.source()
	if err := c.args.check(); err != nil {
		return nil, err
	}
	return lox.Check(name, source, c.session.in.Options())
}
