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

	// Access says what happens to the keys at First to Last, by Redis' names:
	// one of RO, RW, OW, RM, then any of access, update, insert, delete.
	Access string
	// Keys is only for commands whose keys First to Last can't describe (two
	// keys used differently, a count of keys among the arguments): then it
	// stands for First, Last, Step and Access in COMMAND INFO.
	Keys []KeySpec
	// ACL are the categories beyond those that follow from Group and Flags, by
	// spaces.
	ACL string
	// Tips are hints for proxies ("nondeterministic_output"), by spaces.
	Tips string

	// For COMMAND DOCS, in our own words.
	Since      string // the version of Redis that brought it
	Deprecated string // the version that advised against it
	ReplacedBy string // by what
	Summary    string // a sentence without a full stop
	Complexity string // "O(1)"
	// Syntax of the arguments, as redis.io writes it: words in lower case are
	// arguments, upper case literal tokens, [x] optional, a|b a choice, and
	// "x [x ...]" a repetition: "key value [NX|XX] [EX seconds|PX milliseconds]".
	Syntax string

	container *Command // of a subcommand: its command
	id        int
}

// KeySpec tells where some keys of a command stand and what happens to them.
type KeySpec struct {
	Access string // as Command.Access, and for partly known places: incomplete, variable_flags
	// Index is where the search begins; Keyword, if not empty, is the token
	// behind which it begins instead, looked for from Index on.
	Index   int
	Keyword string
	// Last and Step (and Limit) of a range of keys, relative to its begin.
	Last, Step, Limit int
	// KeyNum says that the begin holds a count of keys, which follow at once.
	KeyNum bool
	// Unknown: nobody can tell without running it (SORT's BY and GET).
	Unknown bool
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
	NoMandatoryKeys
	NoAsyncLoading
	NoMulti
	MovableKeys
	AllowBusy
	MayReplicate // not told by COMMAND INFO
)

// Call is one request on its way.
type Call struct {
	Tx      *redis.Tx
	Command *Command
	Args    [][]byte // the name first
	Reply   *wire.Writer
}

// wrongArity answers a request whose number of arguments only the handler can
// judge.
func (c *Call) wrongArity() { c.Fail(ErrArity(c.Command.Full())) }

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

// Full is the name by which errors and COMMAND INFO call it: "config|get".
func (c *Command) Full() string {
	if c.container == nil {
		return c.Name
	}
	return c.container.Name + "|" + c.Name
}

// ID numbers the commands and subcommands from 0 to Count()-1.
func (c *Command) ID() int { return c.id }

// Count is how many commands and subcommands there are.
func Count() int { return total }

// byName finds rows by their lower-case name.
var byName, total = index(Table)

func index(rows []Command) (m map[string]*Command, total int) {
	m = make(map[string]*Command, len(rows))
	for i := range rows {
		row := &rows[i]
		m[row.Name], row.id = row, total
		total++
		for j := range row.Sub {
			row.Sub[j].container, row.Sub[j].id = row, total
			total++
		}
	}
	return m, total
}

// Lookup finds the row of a name in any case, nil where there is none.
func Lookup(name []byte) *Command {
	var lower [32]byte
	if len(name) > len(lower) {
		return nil
	}
	return byName[string(toLower(lower[:0], name))]
}

func toLower(dst, src []byte) []byte {
	for _, c := range src {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

// Subcommand finds the row of a subcommand in any case, nil where there is
// none.
func (c *Command) Subcommand(name []byte) *Command {
	for i := range c.Sub {
		if len(name) == len(c.Sub[i].Name) && equalFold(name, c.Sub[i].Name) {
			return &c.Sub[i]
		}
	}
	return nil
}

// equalFold compares name, in any case, with a lower-case word of that length.
func equalFold(name []byte, lower string) bool {
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// Resolve finds the row of a request, of its subcommand where it names one,
// and checks the number of arguments.
func Resolve(args [][]byte) (*Command, error) {
	cmd := Lookup(args[0])
	if cmd == nil {
		return nil, errUnknown(args)
	}
	if len(cmd.Sub) > 0 && len(args) > 1 {
		sub := cmd.Subcommand(args[1])
		if sub == nil {
			return nil, errUnknownSub(cmd.Name, args[1])
		}
		cmd = sub
	}
	if !cmd.ArityOK(len(args)) {
		return cmd, ErrArity(cmd.Full())
	}
	return cmd, nil
}

// ArityOK tells whether a request of n arguments (the name counts) fits.
func (c *Command) ArityOK(n int) bool {
	if c.Arity < 0 {
		return n >= -c.Arity
	}
	return n == c.Arity
}
