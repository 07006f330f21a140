package syntax

import "strconv"

// AppendText writes the tree for a reader: a line for each node, below each
// other by indentation.
//
//	Script
//	  FunDecl twice (global)
//	    function: Function twice(n)
//	      ReturnStmt
//	        value: Binary +
//	          left: Name n (local, 0 hops)
//	          right: Name n (local, 0 hops)
//
// Hops are how many environments out from its use a variable lies. Places are
// left out, so that two sources that differ in blanks and comments only are
// written the same.
func (f *File) AppendText(dst []byte) []byte {
	w := textWriter{dst}
	w.node("", f.Script, nil, 0)
	return w.out
}

type textWriter struct{ out []byte }

// maxIndent is how many levels are shown by indentation. What lies deeper says
// its level in a number: the text stays in proportion to the source.
const maxIndent = 60

// node writes a node that belongs to the function from, and what is below it.
func (w *textWriter) node(label string, n Node, from *Function, level int) {
	Unwind()
	w.indent(level)
	if label != "" {
		w.add(label, ": ")
	}
	d := describe(n)
	w.head(d, from)
	from = inside(n, from)
	for _, p := range d.parts {
		if !p.isList {
			w.node(p.name, p.node, from, level+1)
			continue
		}
		if len(d.parts) == 1 {
			p.name = "" // there is nothing to tell the list from
		}
		for _, n := range p.list {
			w.node(p.name, n, from, level+1)
		}
	}
}

// head writes the line of a node, from its kind on.
func (w *textWriter) head(d description, from *Function) {
	w.add(d.kind)
	for _, word := range []string{d.op, d.value} {
		if word != "" {
			w.add(" ", word)
		}
	}
	if d.name != nil {
		w.add(" ", d.name.Text)
	}
	if d.function {
		w.params(d.params)
	}
	if d.ref != nil {
		w.ref(*d.ref, from)
	}
	if d.target != nil {
		w.target(*d.target)
	}
	w.add("\n")
}

func (w *textWriter) params(list []Ident) {
	w.add("(")
	for i, p := range list {
		if i > 0 {
			w.add(", ")
		}
		w.add(p.Text)
	}
	w.add(")")
}

func (w *textWriter) ref(r Ref, from *Function) {
	if r.Var == nil {
		w.add(" (global)")
		return
	}
	w.add(" (", reach(r, from), ", ", strconv.Itoa(r.Hops), " ")
	if r.Hops == 1 {
		w.add("hop)")
	} else {
		w.add("hops)")
	}
}

func (w *textWriter) target(t Target) {
	switch {
	case t.Decl == nil:
		w.add(" (global)")
	case t.Decl.Captured:
		w.add(" (local, captured)")
	default:
		w.add(" (local)")
	}
}

func (w *textWriter) indent(level int) {
	for range min(level, maxIndent) {
		w.add("  ")
	}
	if level > maxIndent {
		w.add("(level ", strconv.Itoa(level), ") ")
	}
}

func (w *textWriter) add(words ...string) {
	for _, word := range words {
		w.out = append(w.out, word...)
	}
}
