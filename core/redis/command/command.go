// Package command turns requests into calls of the store's methods and their
// results into replies. commands.go is the one table of all commands; what a
// command does stands in the file of its group.
//
// A handler parses its arguments, calls one method of redis.Tx and writes the
// reply. It checks nothing that the method checks.
package command

import (
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Command is one row of the table: what COMMAND INFO and COMMAND DOCS tell,
// and the function that runs it.
type Command struct {
	Name  string // lower case; a subcommand has only its own word ("get" of CONFIG)
	Group string // "string", "generic", ... as COMMAND DOCS names it
	// Arity counts the arguments with the name; negative: at least so many.
	Arity int
	Flags Flags
	// First, Last and Step place the keys among the arguments: first and last
	// index (negative: from the end), 0 for none.
	First, Last, Step int
	// Run is nil for the commands that are about the connection (group
	// "connection", "transactions"): session runs these.
	Run func(*Call)
	// Sub are the subcommands (CONFIG GET); a command that has some has no
	// Run of its own.
	Sub []Command
}

// Flags say what a command does, by Redis' names.
type Flags uint32

// The flags, in the order in which COMMAND INFO of Redis prints them.
const (
	Write Flags = 1 << iota
	ReadOnly
	DenyOOM
	Admin
	PubSub
	NoScript
	Blocking
	Loading
	Stale
	SkipMonitor
	SkipSlowlog
	Asking
	Fast
	NoAuth
	MayReplicate
	NoMulti
	MovableKeys
	AllowBusy
)

// Call is one request on its way.
type Call struct {
	Tx    *redis.Tx
	Args  [][]byte // the name first
	Reply *wire.Writer
}

// Fail writes err as the reply.
func (c *Call) Fail(err error) { c.Reply.Error(ErrorText(err)) }

// ErrorText is err as it stands on the wire: errors of the store carry Redis'
// text already, others become "ERR ...".
func ErrorText(err error) string {
	text := err.Error()
	if text != "" && text[0] >= 'A' && text[0] <= 'Z' {
		return text
	}
	return "ERR " + text
}

// byName finds rows by their lower-case name.
var byName = index(Table)

func index(rows []Command) map[string]*Command {
	m := make(map[string]*Command, len(rows))
	for i := range rows {
		m[rows[i].Name] = &rows[i]
	}
	return m
}

// Lookup finds the row of a name in any case, nil where there is none.
func Lookup(name []byte) *Command {
	var lower [32]byte
	if len(name) > len(lower) {
		return nil
	}
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return byName[string(lower[:len(name)])]
}

// ArityOK tells whether a request of n arguments (the name counts) fits.
func (c *Command) ArityOK(n int) bool {
	if c.Arity < 0 {
		return n >= -c.Arity
	}
	return n == c.Arity
}
