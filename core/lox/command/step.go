package command

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/jsontext"
	"github.com/twelvefold/twelvefold/core/lox"
)

// step runs a program, in an interpreter of its own with the session's limits
// and without its host's functions, up to before one of its statements.
func step(c *call) error {
	name, source := c.args.source()
	at := c.args.Integer("at", 1<<53-1)
	if err := c.args.check(); err != nil {
		return err
	}
	s, err := lox.Step(c.ctx, c.session.world, c.session.in.Options(), name, source, at)
	if err != nil {
		return err
	}
	w := c.reply.Flag("done", s.Done).Integer("at", s.At)
	if !s.Done {
		w.Raw("statement", new(jsontext.Writer).Integer("start", int64(s.Statement.Start)).
			Integer("end", int64(s.Statement.End)).Integer("line", int64(s.Line)).End())
	}
	w.Raw("frames", frames(s.Calls)).Raw("globals", variables(s.Globals))
	w.Text("output", s.Output).Integer("steps", s.Steps)
	if s.Err != nil {
		w.Raw("error", Problem(s.Err))
	}
	return nil
}

func frames(calls []lox.Activation) []byte {
	list := make([][]byte, len(calls))
	for i, c := range calls {
		scopes := make([][]byte, len(c.Scopes))
		for j, s := range c.Scopes {
			scopes[j] = new(jsontext.Writer).Integer("id", int64(s.ID)).Raw("variables", variables(s.Variables)).End()
		}
		list[i] = new(jsontext.Writer).Text("function", c.Function).Integer("line", int64(c.Line)).
			Raw("scopes", jsontext.AppendList(nil, scopes)).End()
	}
	return jsontext.AppendList(nil, list)
}

// maxShown is how many bytes of a string a state shows: all variables may hold
// the same long one.
const maxShown = 200

func variables(bound []lox.Variable) []byte {
	list := make([][]byte, len(bound))
	for i, b := range bound {
		w := new(jsontext.Writer).Text("name", b.Name)
		if text := b.Value.Text(); len(text) > maxShown {
			w.Text("value", strings.ToValidUTF8(text[:maxShown], "")).Integer("length", int64(len(text)))
		} else {
			w.Raw("value", appendPlain(nil, b.Value))
		}
		if len(b.Fields) > 0 {
			w.Raw("fields", variables(b.Fields))
		}
		list[i] = w.End()
	}
	return jsontext.AppendList(nil, list)
}
