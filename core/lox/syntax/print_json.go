package syntax

import (
	"strconv"

	"github.com/twelvefold/twelvefold/core/jsontext"
)

// AppendJSON writes the tree for a program: each node is an object with its
// "type", its place as offsets in bytes ("start", "end") and its "line", then
// what it has by the names of the Go types' fields, in lower case.
//
//	{"type":"Name","start":6,"end":7,"line":1,"name":"n","name_start":6,"name_end":7,
//	 "variable":{"kind":"local","hops":0,"slot":1,"start":4,"end":5}}
//
// "variable" is what a name means, and where that is declared; of a global
// that is nothing but {"kind":"global"}. The root also lists the "comments".
func (f *File) AppendJSON(dst []byte) []byte {
	w := jsonWriter{dst, f.Source}
	w.add(`{"tree":`)
	w.node(f.Script, nil)
	w.add(`,"comments":[`)
	for i, c := range f.Comments {
		w.comma(i)
		w.add(`{"text":`)
		w.out = jsontext.AppendText(w.out, c.Text)
		w.place(c.Span)
		w.add("}")
	}
	w.add("]}")
	return w.out
}

type jsonWriter struct {
	out    []byte
	source *Source
}

func (w *jsonWriter) node(n Node, from *Function) {
	Unwind()
	d := describe(n)
	w.add(`{"type":"`, d.kind, `"`)
	w.place(n.Span())
	w.head(d, from)
	from = inside(n, from)
	for _, p := range d.parts {
		w.add(`,"`, p.name, `":`)
		if !p.isList {
			w.node(p.node, from)
			continue
		}
		w.add("[")
		for i, n := range p.list {
			w.comma(i)
			w.node(n, from)
		}
		w.add("]")
	}
	w.add("}")
}

// head writes what a node says of itself.
func (w *jsonWriter) head(d description, from *Function) {
	if d.op != "" {
		w.text("op", d.op)
	}
	if d.value != "" {
		w.text("value", d.value)
	}
	if d.name != nil {
		w.ident("name", *d.name)
	}
	if d.function {
		w.add(`,"params":[`)
		for i, p := range d.params {
			w.comma(i)
			w.add(`{"name":`)
			w.out = jsontext.AppendText(w.out, p.Text)
			w.place(p.At)
			w.add("}")
		}
		w.add("]")
	}
	if d.ref != nil {
		w.variable(reach(*d.ref, from), d.ref.Var, d.ref.Hops)
	}
	if d.target != nil {
		w.variable(reach(Ref{Var: d.target.Decl}, from), d.target.Decl, 0)
	}
}

func (w *jsonWriter) variable(kind string, v *Variable, hops int) {
	w.add(`,"variable":{"kind":"`, kind, `"`)
	if v != nil {
		w.number("hops", hops)
		w.number("slot", v.Index)
		w.number("start", v.Decl.Start)
		w.number("end", v.Decl.End)
		w.add(`,"captured":`)
		w.out = strconv.AppendBool(w.out, v.Captured)
	}
	w.add("}")
}

func (w *jsonWriter) ident(name string, i Ident) {
	w.text(name, i.Text)
	w.number(name+"_start", i.At.Start)
	w.number(name+"_end", i.At.End)
}

func (w *jsonWriter) place(at Span) {
	w.number("start", at.Start)
	w.number("end", at.End)
	w.number("line", w.source.Line(at.Start))
}

// text and number add a member to an object that has one already.
func (w *jsonWriter) text(name, value string) {
	w.add(`,"`, name, `":`)
	w.out = jsontext.AppendText(w.out, value)
}

func (w *jsonWriter) number(name string, n int) {
	w.add(`,"`, name, `":`)
	w.out = strconv.AppendInt(w.out, int64(n), 10)
}

func (w *jsonWriter) comma(i int) {
	if i > 0 {
		w.add(",")
	}
}

func (w *jsonWriter) add(words ...string) {
	for _, word := range words {
		w.out = append(w.out, word...)
	}
}
