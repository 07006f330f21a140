package command

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// flagNames are in the order of the constants.
var flagNames = []string{
	"write", "readonly", "denyoom", "admin", "pubsub", "noscript", "blocking", "loading", "stale",
	"skip_monitor", "skip_slowlog", "asking", "fast", "no_auth", "no_mandatory_keys", "no_async_loading",
	"no_multi", "movablekeys", "allow_busy",
}

func (f Flags) names() (names []string) {
	for i, name := range flagNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// categoryOrder is the order in which Redis lists access categories.
var categoryOrder = []string{
	"keyspace", "read", "write", "set", "sortedset", "list", "hash", "string", "bitmap", "hyperloglog", "geo",
	"stream", "pubsub", "admin", "fast", "slow", "blocking", "dangerous", "connection", "transaction", "scripting",
}

// groupCategories are the groups that are access categories too.
var groupCategories = map[string]string{
	"generic": "keyspace", "string": "string", "list": "list", "set": "set", "hash": "hash",
	"connection": "connection", "transactions": "transaction",
}

// Categories are the access categories of a command, without their "@".
func (c *Command) Categories() (names []string) {
	has := map[string]bool{}
	for _, name := range strings.Fields(c.ACL) {
		has[name] = true
	}
	if !has["-"] { // a row may say that its group is no category of it
		has[groupCategories[c.Group]] = true
	}
	has["write"] = c.Flags&Write != 0
	has["read"] = c.Flags&ReadOnly != 0
	has["pubsub"] = c.Flags&PubSub != 0
	has["blocking"] = c.Flags&Blocking != 0
	has["fast"] = c.Flags&Fast != 0
	has["slow"] = !has["fast"]
	if c.Flags&Admin != 0 {
		has["admin"], has["dangerous"] = true, true
	}
	for _, name := range categoryOrder {
		if has[name] {
			names = append(names, name)
		}
	}
	return names
}

// WriteInfo writes what COMMAND INFO tells of a command; nil is a command that
// there is not.
func WriteInfo(w *wire.Writer, c *Command) {
	if c == nil {
		w.Nil()
		return
	}
	w.Array(10)
	w.BulkString(c.Full())
	w.Int(int64(c.Arity))
	writeStatuses(w, "", c.Flags.names())
	w.Int(int64(c.First))
	w.Int(int64(c.Last))
	w.Int(int64(c.Step))
	writeStatuses(w, "@", c.Categories())
	tips := strings.Fields(c.Tips)
	w.Set(len(tips))
	for _, tip := range tips {
		w.BulkString(tip)
	}
	specs := c.keySpecs()
	w.Set(len(specs))
	for _, spec := range specs {
		spec.write(w)
	}
	w.Array(len(c.Sub))
	for i := range c.Sub {
		WriteInfo(w, &c.Sub[i])
	}
}

func writeStatuses(w *wire.Writer, prefix string, names []string) {
	w.Set(len(names))
	for _, name := range names {
		w.Status(prefix + name)
	}
}

// write is one element of the key specifications in COMMAND INFO.
func (k *KeySpec) write(w *wire.Writer) {
	w.Map(3)
	w.BulkString("flags")
	writeStatuses(w, "", strings.Fields(k.Access))
	w.BulkString("begin_search")
	switch {
	case k.Unknown:
		writeSearch(w, "unknown")
	case k.Keyword != "":
		writeSearch(w, "keyword", "keyword", k.Keyword, "startfrom", k.Index)
	default:
		writeSearch(w, "index", "index", k.Index)
	}
	w.BulkString("find_keys")
	switch {
	case k.Unknown:
		writeSearch(w, "unknown")
	case k.KeyNum:
		writeSearch(w, "keynum", "keynumidx", 0, "firstkey", 1, "keystep", 1)
	default:
		writeSearch(w, "range", "lastkey", k.Last, "keystep", k.Step, "limit", k.Limit)
	}
}

// writeSearch writes a kind of search with its parameters, names and values in
// turn.
func writeSearch(w *wire.Writer, kind string, parameters ...any) {
	w.Map(2)
	w.BulkString("type")
	w.BulkString(kind)
	w.BulkString("spec")
	w.Map(len(parameters) / 2)
	for _, p := range parameters {
		switch p := p.(type) {
		case int:
			w.Int(int64(p))
		case string:
			w.BulkString(p)
		}
	}
}
