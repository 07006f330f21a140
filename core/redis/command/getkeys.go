package command

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

var (
	errInvalidCommand = code.New(code.UnknownCommand, "ERR Invalid command specified")
	errNoKeys         = code.New(code.InvalidArgument, "ERR The command has no key arguments")
	errInvalidCount   = code.New(code.WrongArity, "ERR Invalid number of arguments specified for command")
	errInvalidArgs    = code.New(code.InvalidArgument, "ERR Invalid arguments specified for command")
)

// Key is one key among the arguments of a request, and what happens to it.
type Key struct {
	Name   []byte
	Access string // as Command.Access
}

// keySpecs gives the key specifications of a row, the short form included.
func (c *Command) keySpecs() []KeySpec {
	if c.Keys != nil || c.First == 0 {
		return c.Keys
	}
	last := c.Last
	if last > 0 {
		last -= c.First
	}
	return []KeySpec{{Access: c.Access, Index: c.First, Last: last, Step: c.Step}}
}

// KeysOf finds the keys of a whole request (COMMAND GETKEYS).
func KeysOf(args [][]byte) ([]Key, error) {
	cmd, err := Resolve(args)
	switch {
	case cmd == nil:
		return nil, errInvalidCommand
	case len(cmd.keySpecs()) == 0:
		return nil, errNoKeys
	case err != nil:
		return nil, errInvalidCount
	}
	switch cmd.Name {
	case "set":
		return []Key{{args[1], setAccess(args)}}, nil
	case "sort":
		return sortKeys(args), nil
	}
	var keys []Key
	for _, spec := range cmd.keySpecs() {
		found, ok := spec.find(args)
		if !ok {
			return nil, errInvalidArgs
		}
		keys = append(keys, found...)
	}
	return keys, nil
}

// find looks up the keys of one specification; ok is false when the request
// can't be right.
func (k *KeySpec) find(args [][]byte) (keys []Key, ok bool) {
	if k.Unknown {
		return nil, true
	}
	first, last, step := k.Index, k.Index+k.Last, max(k.Step, 1)
	if k.Last < 0 {
		last = len(args) + k.Last
	}
	if k.KeyNum {
		n, isInt := wire.ParseInt(args[k.Index])
		if !isInt || n < 1 || n >= int64(len(args)-k.Index) {
			return nil, false
		}
		first, last, step = k.Index+1, k.Index+int(n), 1
	}
	for i := first; i <= last; i += step {
		if i >= len(args) {
			return nil, false
		}
		keys = append(keys, Key{args[i], k.Access})
	}
	return keys, true
}

// setAccess tells what SET does to its key, which depends on GET.
func setAccess(args [][]byte) string {
	for _, a := range args[3:] {
		if Is(a, "GET") {
			return "RW access update"
		}
	}
	return "OW update"
}

// sortKeys are the key that SORT reads and, with STORE, the one that it writes.
func sortKeys(args [][]byte) []Key {
	keys := []Key{{args[1], "RO access"}}
	var store *Key
	for i := 2; i < len(args); i++ {
		switch {
		case Is(args[i], "LIMIT"):
			i += 2
		case Is(args[i], "BY"), Is(args[i], "GET"):
			i++
		case Is(args[i], "STORE") && i+1 < len(args):
			i++
			store = &Key{args[i], "OW update"} // the last one counts
		}
	}
	if store != nil {
		keys = append(keys, *store)
	}
	return keys
}

// WriteKeys answers with keys, and with what happens to them if asked for.
func WriteKeys(w *wire.Writer, keys []Key, access bool) {
	w.Array(len(keys))
	for _, k := range keys {
		if access {
			w.Array(2)
		}
		w.Bulk(k.Name)
		if access {
			writeStatuses(w, "", strings.Fields(k.Access))
		}
	}
}
