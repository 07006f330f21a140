package command

import (
	"github.com/twelvefold/twelvefold/core/jsontext"
	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Problem writes how a program ended, as run answers it.
func Problem(e *lox.Error) []byte {
	w := new(jsontext.Writer).Text("kind", e.Kind()).Text("code", string(e.ErrorCode())).Text("message", e.Message)
	if e.Hint != "" {
		w.Text("hint", e.Hint)
	}
	w.Integer("line", int64(e.Line()))
	w.Raw("trace", trace(e.Trace))
	if e.Skipped > 0 {
		w.Integer("skipped", int64(e.Skipped))
	}
	w.Raw("diagnostics", diagnostics(e.Source, e.Diagnostics))
	return w.Text("report", e.Report()).Text("book", e.Book()).End()
}

// trace writes calls, the innermost first. The script has no name.
func trace(frames []lox.Frame) []byte {
	list := make([][]byte, len(frames))
	for i, f := range frames {
		w := new(jsontext.Writer).Text("function", f.Function).Text("file", f.Source.Name).Integer("line", int64(f.Line()))
		list[i] = place(w, f.Source, f.At).End()
	}
	return jsontext.AppendList(nil, list)
}

func diagnostics(s *syntax.Source, found []lox.Diagnostic) []byte {
	list := make([][]byte, len(found))
	for i, d := range found {
		w := new(jsontext.Writer).Integer("line", int64(d.Line)).Text("where", d.Where).Text("message", d.Message)
		if d.Hint != "" {
			w.Text("hint", d.Hint)
		}
		list[i] = place(w, s, d.At).Text("text", d.String()).End()
	}
	return jsontext.AppendList(nil, list)
}

// place adds where something is: bytes of the source from start up to end, and
// the column of start in its line, in bytes, from 1.
func place(w *jsontext.Writer, s *syntax.Source, at syntax.Span) *jsontext.Writer {
	return w.Integer("start", int64(at.Start)).Integer("end", int64(at.End)).Integer("column", int64(s.Column(at.Start)))
}
