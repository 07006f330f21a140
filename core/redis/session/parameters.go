package session

import (
	"slices"
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// parameter is one of Redis' configuration parameters. A plain one has a fixed
// value, which tells how things are; it may be set to that value only.
type parameter struct {
	name  string
	alias string // its older name, or ""
	usual string // the value where nothing else is said

	// get gives the value in force, of a parameter that has an effect.
	get func(c *Conn) string
	// set changes it; check has passed.
	set func(c *Conn, text string)
	// kind tells what may be set. An effect-free parameter that is settable
	// keeps what it was set to.
	kind     kind
	min, max int64 // of a number
}

// kind of a parameter's values.
type kind uint8

const (
	fixed     kind = iota
	immutable      // Redis, too, takes it only when it starts
	number         // between min and max
	memory         // bytes, with a unit behind it
	yesNo
	text
)

// names are the name and the older one.
func (p *parameter) names() []string {
	if p.alias == "" {
		return []string{p.name}
	}
	return []string{p.name, p.alias}
}

// findParameter finds a parameter by either name, in lower case.
func findParameter(name string) *parameter {
	i := slices.IndexFunc(parameters, func(p parameter) bool { return p.name == name || p.alias != "" && p.alias == name })
	if i < 0 {
		return nil
	}
	return &parameters[i]
}

// value is what CONFIG GET tells.
func (p *parameter) value(c *Conn) string {
	if p.get != nil {
		return p.get(c)
	}
	if v, ok := c.server.settings[p.name]; ok {
		return v
	}
	return p.usual
}

// check gives the reason why a value can't be set, or "".
func (p *parameter) check(c *Conn, value string) string {
	switch p.kind {
	case number:
		n, ok := wire.ParseInt([]byte(value))
		return numberReason(n, ok, p)
	case memory:
		n, ok := parseMemory(value)
		if !ok {
			return "argument must be a memory value"
		}
		return numberReason(n, true, p)
	case yesNo:
		if !strings.EqualFold(value, "yes") && !strings.EqualFold(value, "no") {
			return "argument must be 'yes' or 'no'"
		}
	case immutable:
		return "can't set immutable config"
	case fixed:
		if value != p.value(c) {
			return "not supported: it can only be '" + p.value(c) + "'"
		}
	}
	return ""
}

// numberReason is check for numbers, with the words of Redis.
func numberReason(n int64, ok bool, p *parameter) string {
	switch {
	case !ok:
		return "argument couldn't be parsed into an integer"
	case n < p.min || n > p.max:
		return "argument must be between " + strconv.FormatInt(p.min, 10) + " and " + strconv.FormatInt(p.max, 10) + " inclusive"
	}
	return ""
}

// apply sets a value that check has let pass, in the form in which Redis gives
// it back.
func (p *parameter) apply(c *Conn, value string) {
	switch p.kind {
	case memory:
		n, _ := parseMemory(value)
		value = strconv.FormatInt(n, 10)
	case yesNo:
		value = strings.ToLower(value)
	}
	switch {
	case p.set != nil:
		p.set(c, value)
	case p.kind > immutable:
		c.server.settings[p.name] = value
	}
}

// parseMemory reads bytes with a unit: k is a thousand, kb 1024, and so on.
func parseMemory(s string) (n int64, ok bool) {
	digits := strings.TrimRight(strings.ToLower(s), "kmgb")
	factor, ok := map[string]int64{
		"": 1, "b": 1, "k": 1e3, "kb": 1 << 10, "m": 1e6, "mb": 1 << 20, "g": 1e9, "gb": 1 << 30,
	}[strings.ToLower(s)[len(digits):]]
	if !ok {
		return 0, false
	}
	n, ok = wire.ParseInt([]byte(digits))
	return n * factor, ok
}

// compact makes a parameter of one of the limits of compact values.
func compact(name, alias string, field func(e *redis.Encodings) *int) parameter {
	return parameter{
		name: name, alias: alias, kind: number, max: 1<<63 - 1,
		get: func(c *Conn) string {
			e := c.tx.Encodings()
			return strconv.Itoa(max(*field(&e), 0))
		},
		set: func(c *Conn, value string) {
			e := c.tx.Encodings()
			n, _ := strconv.Atoi(value)
			if n == 0 {
				n = -1 // nothing is compact: 0 would be the usual limit
			}
			*field(&e) = n
			c.tx.SetEncodings(e)
		},
	}
}
