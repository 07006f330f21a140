package command

import "github.com/twelvefold/twelvefold/core/redis"

func objectEncoding(c *Call) {
	name, ok := c.Tx.Encoding(c.Args[2])
	c.text(name, ok, nil)
}

func objectIdletime(c *Call) {
	ms, ok := c.Tx.IdleTime(c.Args[2])
	c.intOrNil(ms/1000, ok)
}

func objectRefcount(c *Call) { c.intOrNil(c.Tx.RefCount(c.Args[2])) }

// objectFreq has nothing to tell of a key: that Redis too counts accesses only
// when it evicts by them.
func objectFreq(c *Call) {
	if !c.Tx.Exists(c.Args[2]) {
		c.Reply.Nil()
		return
	}
	c.Fail(redis.ErrNoLFU)
}

func objectHelp(c *Call) {
	lines := []string{
		"OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
		"ENCODING <key>",
		"    Tell the name of the form in which the value of <key> is kept.",
		"FREQ <key>",
		"    Tell how often <key> is used; only under an LFU eviction policy.",
		"IDLETIME <key>",
		"    Tell the seconds since <key> was last read or written.",
		"REFCOUNT <key>",
		"    Tell how many references the value of <key> has.",
		"HELP",
		"    Prints this help.",
	}
	c.Reply.Array(len(lines))
	for _, line := range lines {
		c.Reply.Status(line)
	}
}
