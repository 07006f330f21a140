package command

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// each calls f with every row, subcommands included.
func each(f func(c *Command)) {
	for i := range Table {
		f(&Table[i])
		for j := range Table[i].Sub {
			f(&Table[i].Sub[j])
		}
	}
}

func TestEveryRowIsWhole(t *testing.T) {
	each(func(c *Command) {
		require.NotEmpty(t, c.Group, c.Full())
		require.NotZero(t, c.Arity, c.Full())
		require.NotEmpty(t, c.Since, c.Full())
		require.NotEmpty(t, c.Summary, c.Full())
		require.NotEmpty(t, c.Complexity, c.Full())
		require.False(t, strings.HasSuffix(c.Summary, "."), c.Full())
		require.Equal(t, strings.ToLower(c.Name), c.Name)
		require.NotPanics(t, func() { parseSyntax(c.Syntax) }, c.Full())
		if c.First > 0 && c.Keys == nil {
			require.NotEmpty(t, c.Access, c.Full())
		}
	})
}

func TestDescriptionsAreWellFormed(t *testing.T) {
	each(func(c *Command) {
		for _, resp3 := range []bool{false, true} {
			for _, write := range []func(*wire.Writer, *Command){WriteInfo, WriteDocs} {
				w := wire.Writer{RESP3: resp3}
				write(&w, c)
				_, n, err := wire.Decode(w.Buf)
				require.NoError(t, err, c.Full())
				require.Equal(t, len(w.Buf), n, c.Full())
			}
		}
	})
}

func TestSyntax(t *testing.T) {
	key := argument{name: "key", kind: kindKey}
	value := argument{name: "value", kind: kindString}
	token := func(word string) argument {
		return argument{name: strings.ToLower(word), kind: kindToken, token: word}
	}
	for syntax, want := range map[string][]argument{
		"":                          nil,
		"key value":                 {key, value},
		"key [key ...]":             {{name: "key", kind: kindKey, multiple: true}},
		"[key ...]":                 {{name: "key", kind: kindKey, multiple: true, optional: true}},
		"len:integer":               {{name: "len", kind: kindInteger}},
		"[GET]":                     {{name: "get", kind: kindToken, token: "GET", optional: true}},
		"<ON|OFF>":                  {{name: "on_off", kind: kindOneOf, parts: []argument{token("ON"), token("OFF")}}},
		"[EX seconds|GET]":          {{name: "seconds_get", kind: kindOneOf, optional: true, parts: []argument{{name: "seconds", kind: kindInteger, token: "EX"}, token("GET")}}},
		"key value [key value ...]": {{name: "key_value", kind: kindBlock, multiple: true, parts: []argument{key, value}}},
		"[LIMIT offset count]": {{name: "offset_count", kind: kindBlock, token: "LIMIT", optional: true,
			parts: []argument{{name: "offset", kind: kindInteger}, {name: "count", kind: kindInteger}}}},
		"[GET pattern [GET pattern ...]]": {{name: "pattern", kind: "pattern", token: "GET", optional: true, multiple: true, multipleToken: true}},
	} {
		require.Equal(t, want, parseSyntax(syntax), syntax)
	}
}
