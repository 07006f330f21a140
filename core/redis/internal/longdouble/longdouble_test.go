package longdouble

import (
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pairs is how many random sums are compared with math/big.
const pairs = 100_000

// TestRandomSums compares random texts, their sums, and both in decimal, with
// math/big.
func TestRandomSums(t *testing.T) {
	seed := randomSeed(t)
	r := rand.New(rand.NewPCG(seed, 0))
	n := pairs
	if testing.Short() {
		n /= 20
	}
	for i := range n {
		a, b := randomText(r), randomText(r)
		if why := compare(a, b); why != "" {
			t.Fatalf("pair %d: %q + %q: %s\nreplay: LONGDOUBLE_SEED=%d go test -run TestRandomSums ./core/redis/internal/longdouble", i, a, b, why, seed)
		}
	}
}

// randomSeed gives a fresh seed, or the one of a run that is replayed.
func randomSeed(t *testing.T) uint64 {
	seed := rand.Uint64()
	if text := os.Getenv("LONGDOUBLE_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	t.Logf("seed %d", seed)
	return seed
}

// randomText gives a number as people write them, mostly; also some with many
// digits, at the ends of the range and past them.
func randomText(r *rand.Rand) string {
	sign := []string{"", "", "-", "+"}[r.IntN(4)]
	exp := ""
	switch r.IntN(400) {
	case 0:
		exp = "e" + strconv.Itoa(r.IntN(10200)-5100)
	case 1:
		exp = "e" + strconv.Itoa([]int{-4951, -4950, -4933, -4932, 4931, 4932}[r.IntN(6)]-r.IntN(3))
	case 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19:
		exp = "E" + []string{"", "+", "-"}[r.IntN(3)] + strconv.Itoa(r.IntN(45))
	case 20, 21:
		return sign + randomHex(r)
	}
	length := 1 + r.IntN(22)
	if r.IntN(200) == 0 {
		length = r.IntN(1500)
	}
	digits := randomDigits(r, length, "0123456789")
	if point := r.IntN(2 * (length + 1)); point <= length {
		digits = digits[:point] + "." + digits[point:]
	}
	return sign + digits + exp
}

// randomHex gives many that lie halfway between two numbers.
func randomHex(r *rand.Rand) string {
	text := "0x" + randomDigits(r, 1+r.IntN(17), "0123456789abcdefABCDEF")
	if r.IntN(2) == 0 {
		text += "." + randomDigits(r, 1+r.IntN(20), "0008")
	}
	switch r.IntN(3) {
	case 0:
		text += "p" + strconv.Itoa(r.IntN(200)-100)
	case 1:
		text += "P" + strconv.Itoa([]int{-16445, -16382, 16383}[r.IntN(3)]+r.IntN(160)-80)
	}
	return text
}

func randomDigits(r *rand.Rand, n int, from string) string {
	digits := make([]byte, n)
	for i := range digits {
		digits[i] = from[r.IntN(len(from))]
	}
	return string(digits)
}

func FuzzSum(f *testing.F) {
	for _, seed := range [][2]string{
		{"0.1", "0.2"}, {"0x1p-16445", "-0x.8p-16445"}, {"inf", "-1"}, {"1e4932", "1e4932"}, {"5.", ".5e1"},
		{"18446744073709551615", "0.5"}, {"1e999999999999999999999", "0e999999999999999999999"}, {"0x", "-"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if why := compare(a, b); why != "" {
			t.Fatalf("%q + %q: %s", a, b, why)
		}
	})
}

// compare says what is wrong with two numbers or their sum; nothing is "".
func compare(a, b string) string {
	for _, text := range []string{a, b} {
		got, ok := Parse([]byte(text))
		want, wantOK := reference(text)
		if ok != wantOK || ok && !same(got, want) {
			return describe("Parse("+text+")", got, ok, want, wantOK)
		}
		if ok && string(got.AppendFixed(nil)) != fixed(want) {
			return "in decimal " + string(got.AppendFixed(nil)) + ", not " + fixed(want)
		}
	}
	x, okX := Parse([]byte(a))
	y, okY := Parse([]byte(b))
	if !okX || !okY || x.inf || y.inf {
		return ""
	}
	got, want := x.Add(y), rounded(new(big.Rat).Add(rational(x), rational(y)), x.neg && y.neg)
	if !same(got, want) {
		return describe("Add", got, true, want, true)
	}
	if text := string(got.AppendFixed(nil)); text != fixed(want) {
		return "the sum in decimal " + text + ", not " + fixed(want)
	}
	return ""
}

func describe(what string, got Float, ok bool, want *big.Float, wantOK bool) string {
	return what + " is " + string(got.AppendFixed(nil)) + " " + strconv.FormatBool(ok) +
		", not " + fixed(want) + " " + strconv.FormatBool(wantOK)
}

// fixed is AppendFixed by math/big, where infinities have signs of their own.
func fixed(x *big.Float) string {
	if x == nil {
		return "refused"
	}
	return strings.ToLower(strings.TrimPrefix(x.Text('f', Decimals), "+"))
}

func same(got Float, want *big.Float) bool {
	if got.inf || want.IsInf() {
		return got.inf == want.IsInf() && got.neg == want.Signbit()
	}
	return got.neg == want.Signbit() && rational(got).Cmp(rat(want)) == 0 && (got.mant == 0 || got.mant>>63 == 1)
}

func rat(x *big.Float) *big.Rat {
	r, _ := x.Rat(nil)
	return r
}

// rational is the exact value of a finite x.
func rational(x Float) *big.Rat {
	f := new(big.Float).SetUint64(x.mant)
	f.SetMantExp(f, int(x.exp)-precision)
	if x.neg {
		f.Neg(f)
	}
	return rat(f)
}

// rounded is the long double nearest to an exact value; zeroNeg is the sign of 0.
// big.Float has neither the least exponent nor fewer bits near it, and its own
// parser rounds twice: a quotient of whole numbers is rounded once.
func rounded(exact *big.Rat, zeroNeg bool) *big.Float {
	zero := func(neg bool) *big.Float {
		if neg {
			return new(big.Float).Neg(new(big.Float))
		}
		return new(big.Float)
	}
	if exact.Sign() == 0 {
		return zero(zeroNeg)
	}
	neg := exact.Sign() < 0
	exp := new(big.Float).SetPrec(precision).SetMode(big.ToZero).SetRat(exact).MantExp(nil)
	prec := precision - max(0, minNormalExp-exp)
	if prec < 0 {
		return zero(neg)
	}
	if prec == 0 { // big.Float has no such precision: up to the smallest, or down to 0
		half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Lsh(big.NewInt(1), 16446))
		if new(big.Rat).Abs(exact).Cmp(half) <= 0 {
			return zero(neg)
		}
		smallest := new(big.Float).SetMantExp(big.NewFloat(1), -16445)
		if neg {
			smallest.Neg(smallest)
		}
		return smallest
	}
	f := new(big.Float).SetPrec(uint(prec)).SetMode(big.ToNearestEven).SetRat(exact)
	if f.MantExp(nil) > maxExp {
		return new(big.Float).SetInf(neg)
	}
	return f
}

// reference is Parse by math/big and a regular expression.
func reference(text string) (x *big.Float, ok bool) {
	if len(text) >= 5120 {
		return nil, false
	}
	if m := infinities.FindStringSubmatch(text); m != nil {
		return new(big.Float).SetInf(m[1] == "-"), true
	}
	exact, ok := exactValue(text)
	if !ok {
		return nil, false
	}
	x = rounded(exact, text[0] == '-')
	return x, !x.IsInf() && (x.Sign() != 0) == (exact.Sign() != 0)
}

func TestAddOfInfinitiesAndZeros(t *testing.T) {
	inf, minusInf, one, zero, minusZero := Float{inf: true}, Float{neg: true, inf: true}, parse(t, "1"), Float{}, Float{neg: true}
	for _, tc := range []struct{ x, y, sum Float }{
		{inf, one, inf}, {one, minusInf, minusInf}, {minusInf, inf, minusInf},
		{zero, one, one}, {one, minusZero, one}, {zero, minusZero, zero}, {minusZero, zero, zero},
		{minusZero, minusZero, minusZero}, {one, parse(t, "-1"), zero}, {parse(t, "-1"), one, zero},
	} {
		require.Equal(t, tc.sum, tc.x.Add(tc.y), tc)
	}
}

func parse(t testing.TB, text string) Float {
	x, ok := Parse([]byte(text))
	require.True(t, ok, text)
	return x
}

// TestAddOfNeighbours adds numbers that differ in few bits or in the last
// place that counts: where carries, borrows and ties are.
func TestAddOfNeighbours(t *testing.T) {
	mants := []uint64{1 << 63, 1<<63 | 1, 1<<63 | 2, math.MaxUint64, math.MaxUint64 - 1, 3 << 62, 0xaaaaaaaaaaaaaaab}
	if testing.Short() {
		mants = mants[1:4]
	}
	for _, a := range mants {
		for _, b := range mants {
			for down := range int32(135) {
				for _, neg := range []bool{false, true} {
					for _, exp := range []int32{0, maxExp, minNormalExp + 135} {
						x, y := Float{exp: exp, mant: a}, Float{neg: neg, exp: exp - down, mant: b}
						want := rounded(new(big.Rat).Add(rational(x), rational(y)), false)
						require.True(t, same(x.Add(y), want), "%v + %v", x, y)
						require.Equal(t, x.Add(y), y.Add(x), "%v + %v", x, y)
					}
				}
			}
		}
	}
}
