package session

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/command"
	"github.com/twelvefold/twelvefold/core/redis/internal/glob"
)

var errNoConfigFile = code.New(code.NotAllowed, "ERR The server is running without a config file")

// configGet writes the parameters that match any of the patterns. A plain name
// is answered as it was written, in whatever case.
func (c *Conn) configGet() {
	type found struct {
		name string
		p    *parameter
	}
	var all []found
	seen := map[string]bool{}
	add := func(name string, p *parameter) {
		if !seen[name] {
			seen[name] = true
			all = append(all, found{name, p})
		}
	}
	for _, pattern := range c.call.Args[2:] {
		lower := strings.ToLower(string(pattern))
		if !strings.ContainsAny(lower, "[*?") {
			if p := findParameter(lower); p != nil {
				add(string(pattern), p)
			}
			continue
		}
		for i := range parameters {
			for _, name := range parameters[i].names() {
				if glob.Match(lower, name) {
					add(name, &parameters[i])
				}
			}
		}
	}
	c.reply.Map(len(all))
	for _, f := range all {
		c.reply.BulkString(f.name)
		c.reply.BulkString(f.p.value(c))
	}
}

// configSet changes parameters, all or none.
func (c *Conn) configSet() {
	args := c.call.Args[2:]
	if len(args)%2 != 0 {
		c.fail(redis.ErrSyntax)
		return
	}
	changes, err := findChanges(args)
	if err != nil {
		c.fail(err)
		return
	}
	for i, ch := range changes {
		if reason := ch.p.check(c, ch.text); reason != "" {
			c.fail(errConfigSet(string(args[2*i]), reason))
			return
		}
	}
	for _, ch := range changes {
		ch.p.apply(c, ch.text)
	}
	c.reply.OK()
}

// change is one parameter and the text that it is to be set to.
type change struct {
	p    *parameter
	text string
}

// findChanges pairs names and values. As in Redis an unknown name is told
// before a name given twice, wherever they stand.
func findChanges(args [][]byte) (changes []change, err error) {
	for i := 0; i < len(args); i += 2 {
		p := findParameter(strings.ToLower(string(args[i])))
		if p == nil {
			return nil, code.New(code.InvalidArgument, "ERR Unknown option or number of arguments for CONFIG SET - '"+string(args[i])+"'")
		}
		for _, earlier := range changes {
			if earlier.p == p && err == nil {
				err = errConfigSet(string(args[i]), "duplicate parameter")
			}
		}
		changes = append(changes, change{p, string(args[i+1])})
	}
	return changes, err
}

// errConfigSet names the parameter that could not be set, and why.
func errConfigSet(name, reason string) error {
	return code.New(code.InvalidArgument, "ERR CONFIG SET failed (possibly related to argument '"+name+"') - "+reason)
}

// configResetStat sets the counters of INFO back.
func (c *Conn) configResetStat() {
	s := c.server
	c.tx.ResetStats()
	s.counters = make([]commandCounters, command.Count())
	s.errors, s.refused = map[string]uint64{}, 0
	s.mu.Lock()
	s.connected = 0
	s.mu.Unlock()
	c.reply.OK()
}

// configRewrite has no file to write.
func (c *Conn) configRewrite() { c.fail(errNoConfigFile) }
