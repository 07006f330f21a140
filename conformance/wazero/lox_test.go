package wazero_test

import (
	"encoding/binary"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/conformance/wazero"
)

// loxOpen opens an interpreter without limits that prints to nobody.
func loxOpen(t *testing.T, g *wazero.Guest) (handle uint64) {
	t.Helper()
	_, err := g.Call("lox_open", 0, 0, 0, 0, 0, 0, 0, 0, 0)
	require.NoError(t, err)
	return uint64(g.Number())
}

// define makes f a global that takes one number.
func define(t *testing.T, g *wazero.Guest, in uint64, name string, f wazero.HostFunc) {
	t.Helper()
	const typeNumber = 3
	length := g.Stage([]byte(name))
	_, err := g.Call("lox_define", in, length, g.Stage([]byte{typeNumber}), 0, g.AddFunc(f))
	require.NoError(t, err)
}

// eval runs a program and gives its value, packed.
func eval(g *wazero.Guest, in uint64, source string) ([]byte, error) {
	name := g.Stage([]byte("main.lox"))
	_, err := g.Call("lox_eval", in, name, g.Stage([]byte(source)), 0)
	return g.Bytes(), err
}

// packed is a number as it crosses.
func packed(n float64) []byte {
	return binary.LittleEndian.AppendUint64([]byte{3}, math.Float64bits(n))
}

func unpacked(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b[1:])) }

func TestHostFunctions(t *testing.T) {
	g := start(t, nil)
	in := loxOpen(t, g)
	define(t, g, in, "twice", func(_ *wazero.Guest, args []byte) ([]byte, error) { return packed(2 * unpacked(args)), nil })
	v, err := eval(g, in, "twice(20) + 2;")
	require.NoError(t, err)
	require.Equal(t, packed(42), v)
}

func TestHostFunctionCallsBack(t *testing.T) {
	g := start(t, nil)
	in := loxOpen(t, g)
	define(t, g, in, "sum", func(g *wazero.Guest, args []byte) ([]byte, error) {
		n := unpacked(args)
		if n == 0 {
			return packed(0), nil
		}
		_, err := g.Call("lox_set", in, g.Stage([]byte("n")), g.Stage(packed(n-1)))
		if err != nil {
			return nil, err
		}
		rest, err := eval(g, in, "sum(n);")
		if err != nil {
			return nil, err
		}
		return packed(n + unpacked(rest)), nil
	})
	v, err := eval(g, in, `sum(50) + 0;`)
	require.NoError(t, err)
	require.Equal(t, packed(50*51/2), v, "results of calls in calls are not overwritten")

	_, err = eval(g, in, "sum(100000);")
	require.ErrorContains(t, err, "Stack overflow.")
	v, err = eval(g, in, "1 + 1;")
	require.NoError(t, err, "and the interpreter is usable after")
	require.Equal(t, packed(2), v)
}

func TestHostFunctionFails(t *testing.T) {
	g := start(t, nil)
	in := loxOpen(t, g)
	own := errors.New("no more apples")
	define(t, g, in, "fail", func(*wazero.Guest, []byte) ([]byte, error) { return nil, own })
	define(t, g, in, "panics", func(*wazero.Guest, []byte) ([]byte, error) { panic("apples") })
	_, err := eval(g, in, "fail(1);")
	require.ErrorContains(t, err, "fail: no more apples [line 1]")
	_, err = g.Call("lox_error")
	require.NoError(t, err)
	require.Equal(t, own, g.Thrown(int(math.Float64frombits(binary.LittleEndian.Uint64(g.Bytes())))))
	_, err = eval(g, in, "panics(1);")
	require.ErrorContains(t, err, "the function panicked")
}

func TestStoppedRun(t *testing.T) {
	g := start(t, nil)
	in := loxOpen(t, g)
	asked := 0
	g.StopRuns(func(run uint32) bool {
		require.EqualValues(t, 7, run)
		asked++
		return asked == 3
	})
	source := g.Stage([]byte("while (true) {}"))
	_, err := g.Call("lox_eval", in, 0, source, 7)
	require.ErrorContains(t, err, "Cancelled")
	require.Equal(t, 3, asked)
}
