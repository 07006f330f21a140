package command

import (
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// WriteDocs writes what COMMAND DOCS tells of a command, without its name.
func WriteDocs(w *wire.Writer, c *Command) {
	args := parseSyntax(c.Syntax)
	w.Map(4 + countTrue(c.Deprecated != "", c.Deprecated != "", c.ReplacedBy != "", len(args) > 0, len(c.Sub) > 0))
	writeText(w, "summary", c.Summary)
	writeText(w, "since", c.Since)
	writeText(w, "group", c.Group)
	writeText(w, "complexity", c.Complexity)
	if c.Deprecated != "" {
		w.BulkString("doc_flags")
		writeStatuses(w, "", []string{"deprecated"})
		writeText(w, "deprecated_since", c.Deprecated)
	}
	if c.ReplacedBy != "" {
		writeText(w, "replaced_by", c.ReplacedBy)
	}
	if len(args) > 0 {
		keys := keyNumbers{last: len(c.keySpecs()) - 1}
		w.BulkString("arguments")
		keys.writeArguments(w, args)
	}
	if len(c.Sub) > 0 {
		w.BulkString("subcommands")
		w.Map(len(c.Sub))
		for i := range c.Sub {
			w.BulkString(c.Sub[i].Full())
			WriteDocs(w, &c.Sub[i])
		}
	}
}

// writeText writes a pair of name and text.
func writeText(w *wire.Writer, name, text string) {
	w.BulkString(name)
	w.BulkString(text)
}

// countTrue is how many conditions hold.
func countTrue(conditions ...bool) (n int) {
	for _, c := range conditions {
		if c {
			n++
		}
	}
	return n
}

// keyNumbers gives each argument that is a key the number of its key
// specification: they come in the same order, and the last one takes the rest.
type keyNumbers struct{ next, last int }

// writeArguments describes arguments and, within them, their parts.
func (k *keyNumbers) writeArguments(w *wire.Writer, args []argument) {
	w.Array(len(args))
	for _, a := range args {
		flags := a.flags()
		isKey := a.kind == kindKey && k.last >= 0
		w.Map(2 + countTrue(isKey, a.token != "", len(flags) > 0, len(a.parts) > 0))
		writeText(w, "name", a.name)
		writeText(w, "type", a.kind)
		if isKey {
			w.BulkString("key_spec_index")
			w.Int(int64(min(k.next, k.last)))
			k.next++
		}
		if a.token != "" {
			writeText(w, "token", a.token)
		}
		if len(flags) > 0 {
			w.BulkString("flags")
			writeStatuses(w, "", flags)
		}
		if len(a.parts) > 0 {
			w.BulkString("arguments")
			k.writeArguments(w, a.parts)
		}
	}
}

func (a *argument) flags() (names []string) {
	if a.optional {
		names = append(names, "optional")
	}
	if a.multiple {
		names = append(names, "multiple")
	}
	if a.multipleToken {
		names = append(names, "multiple_token")
	}
	return names
}
