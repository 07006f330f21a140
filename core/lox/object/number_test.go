package object

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// percentG is what C prints: see testdata/percent_g.c.
//
//go:embed testdata/percent_g.txt
var percentG string

func TestBookNumbersAreThoseOfC(t *testing.T) {
	checked := 0
	for line := range strings.Lines(percentG) {
		hex, want, ok := strings.Cut(strings.TrimSpace(line), " ")
		require.True(t, ok, line)
		bits, err := strconv.ParseUint(hex, 16, 64)
		require.NoError(t, err)
		n := math.Float64frombits(bits)
		assert.Equal(t, want, string(Append(nil, Number(n), Book)), "%v", n)
		checked++
	}
	assert.Greater(t, checked, 1000)
}

func TestNumbersInBothStyles(t *testing.T) {
	for _, c := range []struct {
		n              float64
		shortest, book string
	}{
		{0, "0", "0"},
		{math.Copysign(0, -1), "-0", "-0"},
		{1, "1", "1"},
		{-12, "-12", "-12"},
		{1.5, "1.5", "1.5"},
		{0.30000000000000004, "0.30000000000000004", "0.3"},
		{123456, "123456", "123456"},
		{1234567, "1234567", "1.23457e+06"},
		{1e6, "1000000", "1e+06"},
		{1e20, "100000000000000000000", "1e+20"},
		{1e21, "1e+21", "1e+21"},
		{0.0001, "0.0001", "0.0001"},
		{0.00001, "1e-05", "1e-05"},
		{1.0 / 3, "0.3333333333333333", "0.333333"},
		{math.MaxFloat64, "1.7976931348623157e+308", "1.79769e+308"},
		{math.SmallestNonzeroFloat64, "5e-324", "4.94066e-324"},
		{math.Inf(1), "inf", "inf"},
		{math.Inf(-1), "-inf", "-inf"},
		{math.NaN(), "nan", "nan"},
		{math.Copysign(math.NaN(), -1), "nan", "-nan"},
	} {
		assert.Equal(t, c.shortest, string(Append(nil, Number(c.n), Shortest)), "%v", c.n)
		assert.Equal(t, c.book, string(Append(nil, Number(c.n), Book)), "%v", c.n)
	}
}

// What is printed in the shortest style reads back as the same number.
func TestShortestNumbersReadBack(t *testing.T) {
	for line := range strings.Lines(percentG) {
		bits, err := strconv.ParseUint(line[:16], 16, 64)
		require.NoError(t, err)
		n := math.Float64frombits(bits)
		back, err := strconv.ParseFloat(string(Append(nil, Number(n), Shortest)), 64)
		require.NoError(t, err)
		assert.Equal(t, n, back)
	}
}

func TestAppendGoesOnWhereItIs(t *testing.T) {
	p := []byte("1.50")
	p = Append(p, Number(2.5), Book)
	p = Append(p, Number(100), Book)
	assert.Equal(t, "1.502.5100", string(p))
}
