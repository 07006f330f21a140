package api_test

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/redis/wire"
	"github.com/twelvefold/twelvefold/server/rest/api"
)

// schemaOf compiles one schema of the document.
func schemaOf(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.Document))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("openapi.json", document))
	schema, err := compiler.Compile("openapi.json#/components/schemas/" + name)
	require.NoError(t, err)
	return schema
}

// Reply is written by hand and not generated: here it is held to the schema,
// for every kind, and read back.
func TestRepliesFollowTheSchema(t *testing.T) {
	schema := schemaOf(t, "RedisReply")
	for _, resp := range []string{
		"+OK\r\n", "-ERR no\r\n", ":1\r\n", ":-9223372036854775808\r\n", "$3\r\na\"<\r\n", "$2\r\n\xff\x00\r\n", "$0\r\n\r\n",
		"_\r\n", "$-1\r\n", "*-1\r\n", "#t\r\n", "#f\r\n", ",1.5\r\n", ",inf\r\n", ",-inf\r\n", ",nan\r\n", ",1e-300\r\n",
		"(123456789012345678901234567890\r\n", "!7\r\nWRONG x\r\n", "=6\r\ntxt:hi\r\n", "*0\r\n", "*2\r\n:1\r\n*1\r\n$-1\r\n",
		"~2\r\n:1\r\n:2\r\n", ">2\r\n+a\r\n+b\r\n", "%2\r\n+a\r\n:1\r\n+b\r\n%0\r\n",
	} {
		value, n, err := wire.Decode([]byte(resp))
		require.NoError(t, err, "%q", resp)
		require.Equal(t, len(resp), n)
		text, err := json.Marshal(api.NewRedisReply(value))
		require.NoError(t, err)
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		require.NoError(t, schema.Validate(instance), "%q: %s", resp, text)

		var back api.RedisReply
		require.NoError(t, json.Unmarshal(text, &back), "%s", text)
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))
	}
}

func TestReplyRefusesWhatIsNone(t *testing.T) {
	for _, text := range []string{`{}`, `{"type":"tuple"}`, `{"type":"integer","value":"x"}`, `{"type":"array","value":[1]}`, `[]`} {
		var r api.RedisReply
		require.Error(t, json.Unmarshal([]byte(text), &r), text)
	}
}

func TestFloats(t *testing.T) {
	for _, tc := range []struct {
		value float64
		text  string
	}{
		{0, "0"}, {1.5, "1.5"}, {-1e300, "-1e+300"}, {1e-9, "1e-09"}, {1e-6, "0.000001"}, {1e20, "100000000000000000000"}, {1e21, "1e+21"}, {math.NaN(), `"NaN"`},
		{math.Inf(1), `"Infinity"`}, {math.Inf(-1), `"-Infinity"`}, {math.MaxFloat64, "1.7976931348623157e+308"},
	} {
		text, err := json.Marshal(api.FloatArray{tc.value, 1})
		require.NoError(t, err)
		require.Equal(t, "["+tc.text+",1]", string(text))
		var back api.FloatArray
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, math.Float64bits(tc.value), math.Float64bits(back[0]))
	}
	for _, text := range []string{`[null]`, `["nan"]`, `null`, `1`, `[[1]]`} {
		var a api.FloatArray
		require.Error(t, a.UnmarshalJSON([]byte(text)), text)
	}
}

func FuzzBytesComeBack(f *testing.F) {
	for _, seed := range []string{"", "text", "\xff", "\u2028<&>\"\\", "\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		text, err := json.Marshal(api.Bytes(b))
		require.NoError(t, err)
		var back api.Bytes
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, string(b), string(back))
	})
}

func TestBytesRefuseOtherForms(t *testing.T) {
	for _, text := range []string{`1`, `null`, `{}`, `{"base64":1}`, `{"base64":"?"}`, `["a"]`} {
		var b api.Bytes
		require.Error(t, b.UnmarshalJSON([]byte(text)), text)
	}
}
