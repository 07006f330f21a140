package jsontext

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	v, err := Parse([]byte(` {"a":[1,-2.5,true,null,"\u00e9\ud83d\ude00\n"],"a":{}} `))
	require.NoError(t, err)
	require.Equal(t, Object{
		{Name: "a", Value: Array{int64(1), -2.5, true, nil, "é😀\n"}},
		{Name: "a", Value: Object{}},
	}, v)
}

func TestParseFloats(t *testing.T) {
	v, err := ParseFloats([]byte(`[1,-0,100000000000000000000,0.5,1e3]`))
	require.NoError(t, err)
	require.Equal(t, Array{1.0, math.Copysign(0, -1), 1e20, 0.5, 1000.0}, v)
	require.True(t, math.Signbit(v.(Array)[1].(float64)))
	_, err = ParseFloats([]byte(`1` + strings.Repeat("0", 400)))
	require.ErrorContains(t, err, "too large")
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		``, `{`, `{"a"}`, `{"a":}`, `{a:1}`, `[1,]`, `[1 2]`, `01`, `1.`, `1e`, `-`, `"`, `"\x"`, `"\u12"`, "\"\n\"", "\"\xff\"",
		`tru`, `1 1`, `99999999999999999999`, `1e999`, strings.Repeat("[", MaxDepth+2),
	} {
		_, err := Parse([]byte(text))
		require.Error(t, err, text)
	}
}

func TestObject(t *testing.T) {
	o := Object{{"a", 1.0}, {"a", 2.0}}
	v, ok := o.Get("a")
	require.Equal(t, 1.0, v)
	require.True(t, ok)
	_, ok = o.Get("b")
	require.False(t, ok)
	require.Nil(t, o.Only("a"))
	require.Equal(t, 3.0, Object{{"a", 3.0}}.Only("a"))
	b, ok := Object{{"b64", "/w=="}}.Base64()
	require.Equal(t, []byte{0xff}, b)
	require.True(t, ok)
	_, ok = Object{{"b64", "?"}}.Base64()
	require.False(t, ok)
}

func TestWriter(t *testing.T) {
	require.Equal(t, "{}", string(new(Writer).End()))
	w := new(Writer).Text("te\"xt", "a\n\x01\\é").Text("bytes", "\xff").Integer("n", -3).Flag("f", true)
	w.Raw("list", AppendList(nil, [][]byte{[]byte("1"), []byte("null")}))
	require.Equal(t, `{"te\"xt":"a\n\u0001\\é","bytes":{"b64":"/w=="},"n":-3,"f":true,"list":[1,null]}`, string(w.End()))
}

// FuzzParse holds the reader against encoding/json: it takes nothing that the
// other does not, and what it took, written again, is read as the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2.5,true,null,"\u00e9\ud83d\ude00\n"]}`, `[1.0e2,0,-0,""]`, `"\ud800"`, `{"b64":"/w=="}`, `100000000000000000000`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, parse := range []func([]byte) (any, error){Parse, ParseFloats} {
			v, err := parse(text)
			if err != nil {
				continue
			}
			require.True(t, json.Valid(text), "%q", text)
			again, err := parse(write(nil, v))
			require.NoError(t, err)
			require.Equal(t, v, again)
		}
	})
}

// write writes what a reader gave.
func write(dst []byte, v any) []byte {
	switch v := v.(type) {
	case bool:
		return strconv.AppendBool(dst, v)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		return strconv.AppendFloat(dst, v, 'e', -1, 64)
	case string:
		return AppendText(dst, v)
	case Array:
		var items [][]byte
		for _, item := range v {
			items = append(items, write(nil, item))
		}
		return AppendList(dst, items)
	case Object:
		w := new(Writer)
		for _, m := range v {
			w.Raw(m.Name, write(nil, m.Value))
		}
		return append(dst, w.End()...)
	}
	return append(dst, "null"...)
}

func TestArgs(t *testing.T) {
	read := func(text string) *Args {
		v, err := Parse([]byte(text))
		require.NoError(t, err)
		a, err := ReadArgs(v)
		require.NoError(t, err)
		return &a
	}
	a := read(`{"s":"x","b":{"b64":"/w=="},"n":7,"e":1e2,"t":true,"null":null}`)
	require.Equal(t, "x", string(a.Bytes("s")))
	require.Equal(t, "\xff", string(a.Bytes("b")))
	require.Nil(t, a.Bytes("null"))
	require.EqualValues(t, 7, a.Integer("n", 7))
	require.EqualValues(t, 0, a.Integer("absent", 7))
	require.True(t, a.Flag("absent", true))
	require.ErrorContains(t, a.Check(), `there is no argument "e"`)
	require.EqualValues(t, 100, a.Integer("e", 1000))
	require.True(t, a.Flag("t", false))
	require.True(t, a.Ask("null"))
	require.NoError(t, a.Check())

	for text, want := range map[string]string{
		`{"n":8}`: "an integer from 0 to 7", `{"n":-1}`: "an integer", `{"n":1.5}`: "an integer", `{"n":"1"}`: "an integer",
		`{"s":1}`: "a string", `{"s":{"b64":"?"}}`: "a string", `{"t":1}`: "true or false",
	} {
		a := read(text)
		a.Integer("n", 7)
		a.Bytes("s")
		a.Flag("t", false)
		require.ErrorContains(t, a.Check(), want, text)
		require.Equal(t, a.Err(), a.Check())
	}
	a = read(`{}`)
	a.Fail(nil)
	require.NoError(t, a.Check())
	a.Fail(errors.New("first"))
	a.Fail(errors.New("second"))
	require.EqualError(t, a.Check(), "first")
	_, err := ReadArgs(Array{})
	require.ErrorContains(t, err, "not a JSON object")
}
