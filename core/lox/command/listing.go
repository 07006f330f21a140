package command

import (
	"github.com/twelvefold/twelvefold/core/jsontext"
	"github.com/twelvefold/twelvefold/core/lox/vm"
)

// functions writes a listing: each instruction with the piece of the source
// that it comes from, in bytes, and a jump with the offset that it leaps to.
func functions(l *vm.Listing) []byte {
	list := make([][]byte, len(l.Functions))
	for i, f := range l.Functions {
		w := new(jsontext.Writer).Text("name", f.Name).Integer("line", int64(f.Line)).
			Integer("arity", int64(f.Arity)).Integer("registers", int64(f.Registers))
		list[i] = w.Raw("captures", texts(f.Captures)).Raw("instructions", instructions(f.Instructions)).End()
	}
	return jsontext.AppendList(nil, list)
}

func instructions(code []vm.Listed) []byte {
	list := make([][]byte, len(code))
	for i, in := range code {
		w := new(jsontext.Writer).Integer("offset", int64(in.Offset)).Integer("start", int64(in.Span.Start)).
			Integer("end", int64(in.Span.End)).Integer("line", int64(in.Line)).
			Text("name", in.Name).Raw("operands", texts(in.Operands))
		if in.Target >= 0 {
			w.Integer("target", int64(in.Target))
		}
		list[i] = w.End()
	}
	return jsontext.AppendList(nil, list)
}

func texts(words []string) []byte {
	list := make([][]byte, len(words))
	for i, word := range words {
		list[i] = jsontext.AppendText(nil, word)
	}
	return jsontext.AppendList(nil, list)
}
