package command

import (
	"slices"
	"strings"
)

// argument is one argument as COMMAND DOCS describes it.
type argument struct {
	name, kind, token string
	optional          bool
	multiple          bool
	multipleToken     bool // the token comes again each time
	parts             []argument
}

// Kinds of argument, by Redis' names.
const (
	kindString  = "string"
	kindInteger = "integer"
	kindKey     = "key"
	kindToken   = "pure-token"
	kindOneOf   = "oneof"
	kindBlock   = "block"
)

// usualKinds are the kinds of arguments whose name says it. Others are
// strings, or say it behind a colon: "len:integer".
var usualKinds = map[string]string{
	"key": kindKey, "source": kindKey, "destination": kindKey, "newkey": kindKey,
	"seconds": kindInteger, "milliseconds": kindInteger, "count": kindInteger, "index": kindInteger,
	"numkeys": kindInteger, "cursor": kindInteger, "start": kindInteger, "stop": kindInteger, "offset": kindInteger,
	"increment": kindInteger, "decrement": kindInteger, "db": kindInteger, "destination-db": kindInteger,
	"limit": kindInteger, "rank": kindInteger, "num-matches": kindInteger, "client-id": kindInteger,
	"unix-time-seconds": "unix-time", "unix-time-milliseconds": "unix-time", "pattern": "pattern",
}

// syntaxParser reads Command.Syntax.
type syntaxParser struct {
	words []string // what is left; brackets and bars are words of their own
}

// parseSyntax reads a row's Syntax. A mistake in it is a defect of the table
// and panics; a test parses them all.
func parseSyntax(syntax string) []argument {
	for _, mark := range []string{"[", "]", "<", ">", "|"} {
		syntax = strings.ReplaceAll(syntax, mark, " "+mark+" ")
	}
	p := syntaxParser{strings.Fields(syntax)}
	args := p.sequence()
	if len(p.words) > 0 {
		panic("redis/command: syntax has " + p.words[0] + " too many: " + syntax)
	}
	return args
}

func (p *syntaxParser) peek() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0]
}

func (p *syntaxParser) next() string {
	word := p.peek()
	if word == "" {
		panic("redis/command: syntax ends too soon")
	}
	p.words = p.words[1:]
	return word
}

// sequence reads arguments up to a closing bracket, a bar or the end.
func (p *syntaxParser) sequence() (args []argument) {
	for {
		switch word := p.peek(); word {
		case "", "]", ">", "|":
			return args
		case "...":
			p.next()
			args = []argument{repeated(args)}
		case "[":
			if n := p.repetition(args); n > 0 {
				block := repeated(args[len(args)-n:])
				args = append(args[:len(args)-n], block)
				continue
			}
			p.next()
			a := p.choice("]")
			a.optional = true
			args = append(args, a)
		case "<":
			p.next()
			args = append(args, p.choice(">"))
		default:
			args = append(args, p.plain())
		}
	}
}

// repetition recognizes "[x y ...]" where x and y are the arguments that came
// last; it then reads it and tells how many these are.
func (p *syntaxParser) repetition(args []argument) int {
	end := 0
	for end < len(p.words) && p.words[end] != "]" {
		if end > 0 && p.words[end] == "[" {
			return 0 // the repetition is further in
		}
		end++
	}
	if end < 2 || end == len(p.words) || p.words[end-1] != "..." {
		return 0
	}
	inner := syntaxParser{p.words[1 : end-1]}
	again := inner.sequence()
	if len(again) > len(args) || len(inner.words) > 0 {
		return 0
	}
	for i, a := range again {
		if before := args[len(args)-len(again)+i]; a.name != before.name || a.token != before.token {
			return 0
		}
	}
	p.words = p.words[end+1:]
	return len(again)
}

// repeated makes one argument of some that come several times.
func repeated(args []argument) argument {
	a := joined(args)
	a.multiple, a.multipleToken = true, a.token != ""
	return a
}

// joined makes one argument of some that stand together: a block, which takes
// over a token at its beginning.
func joined(args []argument) argument {
	if len(args) == 1 {
		return args[0]
	}
	names := make([]string, len(args))
	block := argument{kind: kindBlock, parts: slices.Clone(args)} // the caller goes on with args
	for i, a := range args {
		names[i] = a.name
	}
	block.name = strings.Join(names, "_")
	return block
}

// choice reads alternatives up to their closing bracket.
func (p *syntaxParser) choice(end string) argument {
	var ways []argument
	for {
		ways = append(ways, joined(p.sequence()))
		if mark := p.next(); mark == end {
			break
		} else if mark != "|" {
			panic("redis/command: syntax has " + mark + " where " + end + " was due")
		}
	}
	if len(ways) == 1 {
		return ways[0]
	}
	names := make([]string, len(ways))
	for i, a := range ways {
		names[i] = a.name
	}
	return argument{name: strings.Join(names, "_"), kind: kindOneOf, parts: ways}
}

// plain reads a word: a literal token, alone or with the argument behind it,
// or an argument.
func (p *syntaxParser) plain() argument {
	word := p.next()
	if !isToken(word) {
		return namedArgument(word)
	}
	next := p.peek()
	switch {
	case next == "" || strings.ContainsAny(next, "[]<>|") || next == "..." || isToken(next):
		return argument{name: strings.ToLower(word), kind: kindToken, token: word}
	}
	values := []argument{namedArgument(p.next())}
	for next = p.peek(); next != "" && !strings.ContainsAny(next, "[]<>|") && next != "..." && !isToken(next); next = p.peek() {
		values = append(values, namedArgument(p.next()))
	}
	a := joined(values)
	a.token = word
	return a
}

func namedArgument(word string) argument {
	name, kind, found := strings.Cut(word, ":")
	if !found {
		kind = kindString
		if usual, ok := usualKinds[name]; ok {
			kind = usual
		}
	}
	return argument{name: name, kind: kind}
}

// isToken tells literal words from arguments: they are in upper case.
func isToken(word string) bool {
	return word == strings.ToUpper(word) && word != "..." && strings.ToLower(word) != word
}
