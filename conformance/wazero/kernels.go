package wazero

import "github.com/twelvefold/twelvefold/conformance"

// The quant kernels work on arrays in the guest's memory. Each call here makes
// its arrays and frees them.

var quantOperations = map[string]operation{
	"sum":              scalar("sum", 1),
	"max_drawdown":     scalar("max_drawdown", 1),
	"correlation":      scalar("correlation", 2),
	"rolling_mean":     inPlace("rolling_mean", func(a []conformance.Arg) []uint64 { return []uint64{argument(a, 1, 0)} }),
	"rolling_variance": inPlace("rolling_variance", windowAndDDoF),
	"zscore":           inPlace("z_score", windowAndDDoF),
	"ewma":             inPlace("ewma", func(a []conformance.Arg) []uint64 { return []uint64{f64(a[1].Floats[0])} }),
	"drawdown":         inPlace("drawdown", func([]conformance.Arg) []uint64 { return nil }),
	"ols":              ols,
	"matmul":           matMul,
}

func windowAndDDoF(a []conformance.Arg) []uint64 {
	return []uint64{argument(a, 1, 0), argument(a, 2, 1)}
}

// arrays is the guest's arrays of one call.
type arrays struct {
	guest *Guest
	at    []uint64
	err   error
}

// add copies numbers into the guest and gives address and length.
func (x *arrays) add(numbers []float64) []uint64 {
	at, n, err := x.guest.Vector(numbers)
	if err != nil {
		x.err = err
	}
	x.at = append(x.at, at)
	return []uint64{at, n}
}

func (x *arrays) free() {
	for _, at := range x.at {
		x.guest.raw("abi_free", at)
	}
}

// kernel calls one, with arrays that are freed afterwards.
func kernel(t *target, name string, args func(x *arrays) []uint64, as func() conformance.Value) conformance.Value {
	x := &arrays{guest: t.guest}
	defer x.free()
	list := args(x)
	if x.err != nil {
		return conformance.Err(x.err)
	}
	if _, err := t.guest.Call("quant_"+name, list...); err != nil {
		return conformance.Err(err)
	}
	return as()
}

// scalar is a kernel from some series to one number.
func scalar(name string, inputs int) operation {
	return func(t *target, a []conformance.Arg) conformance.Value {
		return kernel(t, name, func(x *arrays) (args []uint64) {
			for _, in := range a[:inputs] {
				args = append(args, x.add(in.Floats)...)
			}
			return args
		}, func() conformance.Value { return conformance.Double(t.guest.Number()) })
	}
}

// inPlace is a kernel from a series to one of the same length, with parameters.
func inPlace(name string, parameters func(a []conformance.Arg) []uint64) operation {
	return func(t *target, a []conformance.Arg) conformance.Value {
		in := a[0].Floats
		var dst uint64
		return kernel(t, name, func(x *arrays) []uint64 {
			out := x.add(make([]float64, len(in)))
			dst = out[0]
			return append(append(out, x.add(in)...), parameters(a)...)
		}, func() conformance.Value { return conformance.Floats(t.guest.read(dst, len(in))) })
	}
}

func ols(t *target, a []conformance.Arg) conformance.Value {
	return kernel(t, "ols", func(x *arrays) []uint64 {
		intercept := uint64(1)
		if argument(a, 3, 1) == f64(0) {
			intercept = 0
		}
		return append(append(x.add(a[0].Floats), x.add(a[1].Floats)...), argument(a, 2, 0), intercept)
	}, func() conformance.Value {
		fit := t.guest.Floats() // R2 first, then the coefficients
		return conformance.Floats(append(fit[1:], fit[0]))
	})
}

func matMul(t *target, a []conformance.Arg) conformance.Value {
	return kernel(t, "mat_mul", func(x *arrays) []uint64 {
		const ownOutput = 0 // the guest makes the result
		args := append([]uint64{ownOutput, 0}, x.add(a[2].Floats)...)
		args = append(args, argument(a, 0, 0), argument(a, 1, 0))
		args = append(args, x.add(a[5].Floats)...)
		return append(args, argument(a, 3, 0), argument(a, 4, 0))
	}, func() conformance.Value { return conformance.Floats(t.guest.Floats()) })
}
