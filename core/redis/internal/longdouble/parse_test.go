package longdouble

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What C's strtold reads, as regular expressions.
var (
	infinities = regexp.MustCompile(`(?i)^([-+]?)inf(inity)?$`)
	decimals   = regexp.MustCompile(`^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$`)
	hexes      = regexp.MustCompile(`^([-+]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?(?:[pP]([-+]?\d+))?$`)
)

// exactValue is a number's text as a fraction.
func exactValue(text string) (*big.Rat, bool) {
	base, power, perDigit := 10, int64(10), 1
	m := decimals.FindStringSubmatch(text)
	if m == nil {
		base, power, perDigit = 16, 2, 4
		m = hexes.FindStringSubmatch(text)
	}
	if m == nil || m[2]+m[3] == "" {
		return nil, false
	}
	digits, _ := new(big.Int).SetString(m[1]+m[2]+m[3], base)
	exp, err := strconv.Atoi(m[4])
	if err != nil && strings.Trim(m[4], "-+0") == "" {
		exp = 0
	}
	exp = max(-50_000, min(exp, 50_000)) - perDigit*len(m[3])
	if digits.Sign() == 0 {
		exp = 0
	}
	scale := new(big.Int).Exp(big.NewInt(power), big.NewInt(int64(max(exp, -exp))), nil)
	if exp < 0 {
		return new(big.Rat).SetFrac(digits, scale), true
	}
	return new(big.Rat).SetInt(digits.Mul(digits, scale)), true
}

func TestParse(t *testing.T) {
	one := uint64(1) << 63
	for text, want := range map[string]Float{
		"0":         {},
		"-0.00e7":   {neg: true},
		"1":         {exp: 1, mant: one},
		"+.5":       {exp: 0, mant: one},
		"5.":        {exp: 3, mant: 5 << 61},
		"-0x1P-3":   {neg: true, exp: -2, mant: one},
		"0X.8":      {exp: 0, mant: one},
		"INF":       {inf: true},
		"-Infinity": {neg: true, inf: true},
		// 0.1 has 64 bits of the pattern 1100, rounded up.
		"0.1": {exp: -3, mant: 0xcccccccccccccccd},
		// Ties go to even, and anything past a tie goes up.
		"18446744073709551617": {exp: 65, mant: one},
		"18446744073709551619": {exp: 65, mant: one | 2},
		"18446744073709551617." + strings.Repeat("0", 5000) + "1": {exp: 65, mant: one | 1},
		"0x1.00000000000000010" + strings.Repeat("0", 40):         {exp: 1, mant: one},
		"0x1.00000000000000010" + strings.Repeat("0", 40) + "1":   {exp: 1, mant: one | 1},
		// The ends of the range: LDBL_MAX, LDBL_MIN, LDBL_TRUE_MIN.
		"0xffffffffffffffffp16320":                    {exp: 16384, mant: 1<<64 - 1},
		"1.18973149535723176502e+4932":                {exp: 16384, mant: 1<<64 - 1},
		"3.36210314311209350626e-4932":                {exp: -16381, mant: one},
		"3.64519953188247460253e-4951":                {exp: -16444, mant: one},
		"1.82259976594123730127e-4951":                {exp: -16444, mant: one}, // just past a half of it
		"0x1.8p-16445":                                {exp: -16443, mant: one},
		"0e99999999999999999999999":                   {},
		"-0x0p-9999999999999999999999":                {neg: true},
		"0." + strings.Repeat("0", 5000) + "1e5001":   {exp: 1, mant: one},
		"1" + strings.Repeat("0", 5000) + "e-5000":    {exp: 1, mant: one},
		"0x1" + strings.Repeat("0", 5000) + "p-20000": {exp: 1, mant: one},
	} {
		got, ok := Parse([]byte(text))
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", "+", "-", ".", "-.", "e5", ".e5", "1e", "1e+", "1e5.", "1e5x", " 1", "1 ", "1\x00", "1_000", "1,5", "--1", "+-1", "1p5",
		"0x", "-0x", "0x.", "0xg", "0x1p", "0x1p-", "0x1.8e+5", "0x_1", "0b1", "0o7",
		"nan", "NaN", "nan(1)", "in", "infi", "infinityx", "١",
		// Infinite, or 0, if they were rounded.
		"1e4933", "1.18973149535723176509e+4932", "0xffffffffffffffff8p16316", "0x1p16384", "1e999999999999999999999",
		"1e-4951", "1.82259976594123730126e-4951", "0x1p-16446", "-0x1p-99999999999999999999", "1e-999999999999999999999",
		strings.Repeat("1", MaxText), "0x" + strings.Repeat("f", 5000), strings.Repeat("9", MaxText-1),
	} {
		_, ok := Parse([]byte(text))
		require.False(t, ok, text)
	}
}

// BenchmarkParse shows what a usual number costs, and the worst that fits in
// MaxText: all digits, over the largest power of five.
func BenchmarkParse(b *testing.B) {
	for name, text := range map[string]string{
		"usual": "-0.16365569725848106",
		"worst": strings.Repeat("9", 5110) + "e-9999",
		"large": "9" + strings.Repeat("9", 4900),
	} {
		b.Run(name, func(b *testing.B) {
			x, ok := Parse([]byte(text))
			require.True(b, ok)
			b.ReportAllocs()
			for b.Loop() {
				x, _ = Parse([]byte(text))
			}
			require.NotZero(b, x)
		})
	}
}
