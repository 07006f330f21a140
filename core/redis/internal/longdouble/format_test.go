package longdouble

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAppendFixed(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"0", "0.00000000000000000"},
		{"-0", "-0.00000000000000000"},
		{"inf", "inf"},
		{"-inf", "-inf"},
		{"0.1", "0.10000000000000000"},
		{"-1234.5", "-1234.50000000000000000"},
		{"18446744073709551615", "18446744073709551615.00000000000000000"},
		{"36893488147419103230", "36893488147419103230.00000000000000000"},
		// 10^19 is where a second group of digits begins, with zeros before it.
		{"1e27", "1000000000000000000000000000.00000000000000000"},
		// Halves of the last place, exactly: to even. 2^-18 has 18 decimals.
		{"0x1p-18", "0.00000381469726562"},
		{"0x3p-18", "0.00001144409179688"},
		{"0x3.8p-18", "0.00001335144042969"},
		{"-5e-18", "-0.00000000000000000"}, // the nearest is below
		{"6e-18", "0.00000000000000001"},
		{"0.99999999999999999999", "1.00000000000000000"},
		{"1e-4940", "0.00000000000000000"},
	} {
		require.Equal(t, tc.want, string(parse(t, tc.text).AppendFixed(nil)), tc.text)
	}
}

// TestAppendFixedShifts goes through all exponents around the point, with
// mantissas of few and of many bits.
func TestAppendFixedShifts(t *testing.T) {
	for _, mant := range []uint64{1 << 63, 3 << 62, math.MaxUint64, 0xcccccccccccccccd, 0x8000000000000001} {
		for exp := int32(-200); exp < 400; exp++ {
			x := Float{exp: exp, mant: mant}
			require.Equal(t, fixed(rounded(rational(x), false)), string(x.AppendFixed(nil)), x)
		}
	}
}

func BenchmarkAppendFixed(b *testing.B) {
	for name, text := range map[string]string{"usual": "-0.16365569725848106", "largest": "1.18973149535723176502e+4932"} {
		b.Run(name, func(b *testing.B) {
			x := parse(b, text)
			var out []byte
			b.ReportAllocs()
			for b.Loop() {
				out = x.AppendFixed(out[:0])
			}
			require.NotEmpty(b, out)
		})
	}
}
