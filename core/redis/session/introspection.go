package session

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/internal/glob"
)

// named finds a command, or a subcommand by its full name "config|get".
func named(name []byte) *command.Command {
	for i, b := range name {
		if b != '|' {
			continue
		}
		parent := command.Lookup(name[:i])
		if parent == nil {
			return nil
		}
		return parent.Subcommand(name[i+1:])
	}
	return command.Lookup(name)
}

// commandInfo is COMMAND and COMMAND INFO.
func (c *Conn) commandInfo() {
	args := c.call.Args
	if len(args) <= 2 {
		c.reply.Array(len(command.Table))
		for i := range command.Table {
			command.WriteInfo(&c.reply, &command.Table[i])
		}
		return
	}
	c.reply.Array(len(args) - 2)
	for _, name := range args[2:] {
		command.WriteInfo(&c.reply, named(name))
	}
}

// commandCount leaves subcommands out, as Redis does.
func (c *Conn) commandCount() { c.reply.Int(int64(len(command.Table))) }

// commandDocs documents all commands, or those named; unknown names are left
// away. redis-cli asks for it when it starts, to complete and to hint.
func (c *Conn) commandDocs() {
	var rows []*command.Command
	if args := c.call.Args; len(args) == 2 {
		for i := range command.Table {
			rows = append(rows, &command.Table[i])
		}
	} else {
		for _, name := range args[2:] {
			if cmd := named(name); cmd != nil {
				rows = append(rows, cmd)
			}
		}
	}
	c.reply.Map(len(rows))
	for _, cmd := range rows {
		c.reply.BulkString(cmd.Full())
		command.WriteDocs(&c.reply, cmd)
	}
}

func (c *Conn) commandGetKeys()         { c.writeKeys(false) }
func (c *Conn) commandGetKeysAndFlags() { c.writeKeys(true) }

// writeKeys finds the keys in the request that stands behind the subcommand.
func (c *Conn) writeKeys(access bool) {
	keys, err := command.KeysOf(c.call.Args[2:])
	if err != nil {
		c.fail(err)
		return
	}
	command.WriteKeys(&c.reply, keys, access)
}

// commandList is COMMAND LIST: all names, or with FILTERBY only those of a
// module, of an access category, or that match a pattern.
func (c *Conn) commandList() {
	args := c.call.Args
	wanted := func(*command.Command) bool { return true }
	if len(args) > 2 {
		if len(args) != 5 || !command.Is(args[2], "FILTERBY") {
			c.fail(redis.ErrSyntax)
			return
		}
		if wanted = filter(args[3], string(args[4])); wanted == nil {
			c.fail(redis.ErrSyntax)
			return
		}
	}
	var names []string
	for i := range command.Table {
		row := &command.Table[i]
		if wanted(row) {
			names = append(names, row.Full())
		}
		for j := range row.Sub {
			if wanted(&row.Sub[j]) {
				names = append(names, row.Sub[j].Full())
			}
		}
	}
	c.reply.Array(len(names))
	for _, name := range names {
		c.reply.BulkString(name)
	}
}

// filter makes the test for FILTERBY; nil for a kind that there is not.
func filter(kind []byte, value string) func(*command.Command) bool {
	switch {
	case command.Is(kind, "MODULE"):
		return func(*command.Command) bool { return false } // there are no modules
	case command.Is(kind, "ACLCAT"):
		return func(cmd *command.Command) bool {
			for _, category := range cmd.Categories() {
				if strings.EqualFold(value, category) {
					return true
				}
			}
			return false
		}
	case command.Is(kind, "PATTERN"):
		pattern := strings.ToLower(value)
		return func(cmd *command.Command) bool { return glob.Match(pattern, cmd.Full()) }
	}
	return nil
}
