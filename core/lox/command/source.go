package command

import (
	"errors"

	"github.com/twelvefold/twelvefold/core/lox"
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
