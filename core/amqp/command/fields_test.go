package command

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

// A field table goes to JSON and comes back with the same types.
func TestFieldTableThereAndBack(t *testing.T) {
	table := wire.Table{
		{Name: "small", Value: int32(1)}, {Name: "large", Value: int64(1) << 40}, {Name: "double", Value: 2.0},
		{Name: "text", Value: "é"}, {Name: "bytes", Value: []byte{0xff}}, {Name: "yes", Value: true}, {Name: "none", Value: nil},
		{Name: "time", Value: wire.Timestamp(1_700_000_000)}, {Name: "list", Value: wire.Array{int32(1), wire.Table{}}},
	}
	text := appendValue(nil, table)
	require.JSONEq(t, `{"small":1,"large":1099511627776,"double":2.0,"text":"é","bytes":{"b64":"/w=="},"yes":true,"none":null,
		"time":{"timestamp":1700000000},"list":[1,{}]}`, string(text))
	v, err := jsontext.Parse(text)
	require.NoError(t, err)
	require.Equal(t, table, fieldTable(v.(jsontext.Object)))
}

func TestFieldsThatJSONHasNot(t *testing.T) {
	for want, value := range map[string]any{
		"null": math.Inf(1), "0.25": wire.Decimal{Scale: 2, Value: 25}, "7": uint8(7), "1.5": float32(1.5),
	} {
		require.Equal(t, want, string(appendValue(nil, value)))
	}
}
