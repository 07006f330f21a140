package conformance

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// TestWantCanFail shows for each kind a value that it takes and values that it
// refuses: a comparison that can't fail would make every case worthless.
func TestWantCanFail(t *testing.T) {
	text := func(kind, s string) Value { return Value{Kind: kind, Text: []byte(s)} }
	list := func(kind string, items ...Value) Value { return Value{Kind: kind, Items: items} }
	for _, tc := range []struct {
		want   string
		takes  Value
		refuse []Value
	}{
		{"{status: OK}", OK(), []Value{text("bulk", "OK"), text("status", "ok"), Nil()}},
		{"{bulk: v}", text("bulk", "v"), []Value{text("bulk", ""), text("status", "v"), Nil()}},
		{"{bulk_b64: /w==}", text("bulk", "\xff"), []Value{text("bulk", "\u00ff")}},
		{"{int: 3}", Int(3), []Value{Int(4), text("bulk", "3"), Bool(true)}},
		{"{int_range: [1, 3]}", Int(3), []Value{Int(0), Int(4), Double(2)}},
		{"{nil: true}", Nil(), []Value{text("bulk", ""), list("array")}},
		{"{bool: true}", Bool(true), []Value{Bool(false), Int(1)}},
		{"{double: 0.1}", Double(0.1), []Value{Double(0.1001), Int(0)}},
		{"{floats: [1, .nan]}", Floats([]float64{1, math.NaN()}), []Value{Floats([]float64{1}), Floats([]float64{1, 2}), Floats([]float64{math.NaN(), 1})}},
		{"{error: ERR x, code: closed}", Value{Kind: "error", Text: []byte("ERR x"), Code: "closed"}, []Value{
			{Kind: "error", Text: []byte("ERR x"), Code: "io"}, {Kind: "error", Text: []byte("ERR y"), Code: "closed"}, text("bulk", "ERR x")}},
		{"{array: [{int: 1}, {int: 2}]}", list("array", Int(1), Int(2)), []Value{list("array", Int(2), Int(1)), list("array", Int(1)), list("set", Int(1), Int(2))}},
		{"{unordered: [{int: 1}, {int: 2}]}", list("array", Int(2), Int(1)), []Value{list("array", Int(1), Int(1)), list("array", Int(1), Int(2), Int(2))}},
		{"{set: [{int: 1}, {int: 2}]}", list("set", Int(2), Int(1)), []Value{list("array", Int(1), Int(2))}},
		{"{map: [[{bulk: a}, {int: 1}], [{bulk: b}, {int: 2}]]}", list("map", text("bulk", "b"), Int(2), text("bulk", "a"), Int(1)),
			[]Value{list("map", text("bulk", "b"), Int(1), text("bulk", "a"), Int(2)), list("array")}},
		{"{any: bulk}", text("bulk", "whatever"), []Value{Int(1), Nil()}},
		{`{reply: {n: 1, o: {s: x}, l: [1, {a: true}], gone: null}}`, Reply([]byte(`{"n":1,"o":{"s":"x","more":2},"l":[1,{"a":true,"b":0}],"m":0}`)), []Value{
			Reply([]byte(`{"n":2,"o":{"s":"x"},"l":[1,{"a":true}]}`)), Reply([]byte(`{"n":1,"o":{"s":"y"},"l":[1,{"a":true}]}`)),
			Reply([]byte(`{"n":1,"o":{"s":"x"},"l":[1,{"a":true},3]}`)), Reply([]byte(`{"n":1,"o":{"s":"x"},"l":[1,{"a":false}]}`)),
			Reply([]byte(`{"n":1,"o":{"s":"x"},"l":[1,{"a":true}],"gone":0}`)), Reply([]byte(`{"n":true,"o":{"s":"x"},"l":[1,{"a":true}]}`)), OK(), Nil()}},
		{`{match: "a+"}`, text("bulk", "aaa"), []Value{text("bulk", "aab"), Int(1)}},
	} {
		t.Run(tc.want, func(t *testing.T) {
			var w Want
			require.NoError(t, yaml.Unmarshal([]byte(tc.want), &w))
			require.Empty(t, w.Check(tc.takes))
			for _, v := range tc.refuse {
				require.NotEmpty(t, w.Check(v), "took %s", v)
			}
		})
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, bad := range []string{
		"{}", "{int: x}", "{nonsense: 1}", "{int: 1, bulk: x}", "{map: [[{int: 1}]]}", "[1]", `{match: "("}`, "{reply: 1}",
	} {
		var w Want
		err := yaml.Unmarshal([]byte(bad), &w)
		require.True(t, err != nil || w.kind == "", "took %s", bad)
	}
	for _, c := range []Case{{Name: "no steps"}, {Steps: []Step{{}}}, {Steps: []Step{{Do: []Arg{{}}}}}} {
		require.Error(t, c.check())
	}
}

// TestMappingArgument holds the JSON text that a mapping stands for.
func TestMappingArgument(t *testing.T) {
	for text, want := range map[string]string{
		`{b64: /w==}`: "\xff",
		`{queue: q, "n": 1, f: 1.5, whole: 2.0, yes: true, none: null, l: [a, {b: "1"}], o: {b64: /w==}, s: "tab\t", hex: 0x10}`: `{"queue":"q","n":1,"f":1.5,"whole":2.0,"yes":true,"none":null,` +
			`"l":["a",{"b":"1"}],"o":{"b64":"/w=="},"s":"tab\t","hex":16}`,
		`{}`: `{}`,
	} {
		var a Arg
		require.NoError(t, yaml.Unmarshal([]byte(text), &a), text)
		require.Equal(t, want, string(a.Bytes))
	}
}
