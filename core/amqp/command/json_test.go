package command

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

func TestParseJSON(t *testing.T) {
	v, err := parseJSON([]byte(` {"a":[1,-2.5,true,null,"\u00e9\ud83d\ude00\n"],"a":{}} `))
	require.NoError(t, err)
	require.Equal(t, wire.Table{
		{Name: "a", Value: wire.Array{int64(1), -2.5, true, nil, "é😀\n"}},
		{Name: "a", Value: wire.Table{}},
	}, v)
}

func TestBadJSON(t *testing.T) {
	for _, text := range []string{
		``, `{`, `{"a"}`, `{"a":}`, `{a:1}`, `[1,]`, `[1 2]`, `01`, `1.`, `1e`, `-`, `"`, `"\x"`, `"\u12"`, "\"\n\"", "\"\xff\"",
		`tru`, `1 1`, `99999999999999999999`, `1e999`, strings.Repeat("[", maxDepth+2),
	} {
		_, err := parseJSON([]byte(text))
		require.Error(t, err, text)
	}
}

// FuzzJSON holds the reader against encoding/json: it takes nothing that the
// other does not, and what it took, written again, is read as the same.
func FuzzJSON(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2.5,true,null,"\u00e9\ud83d\ude00\n"]}`, `[1.0e2,0,-0,""]`, `"\ud800"`, `{"b64":"/w=="}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := parseJSON(text)
		if err != nil {
			return
		}
		require.True(t, json.Valid(text), "%q", text)
		again, err := parseJSON(appendValue(nil, v))
		require.NoError(t, err)
		require.Equal(t, v, again)
	})
}
