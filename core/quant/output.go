package quant

import "unsafe"

// MaxResult is the largest result, in elements (2 GiB), that a function makes
// by itself: two small vectors have a huge outer product, and a Go program
// that runs out of memory cannot be rescued. A caller who has the memory
// passes dst.
const MaxResult = 1 << 28

// output checks or makes the slice for n results. in are the inputs that dst
// must not share memory with.
func output(dst []float64, n int, in ...[]float64) ([]float64, error) {
	if dst == nil {
		if n > MaxResult {
			return nil, ErrTooLarge
		}
		return make([]float64, n), nil
	}
	if len(dst) != n {
		return nil, ErrOutput
	}
	for _, x := range in {
		if overlap(dst, x) {
			return nil, ErrOverlap
		}
	}
	return dst, nil
}

// outputInPlace is output for a kernel that reads x[i] no later than it writes
// dst[i]: dst may be x itself, but not shifted against it.
func outputInPlace(dst, x []float64) ([]float64, error) {
	if len(dst) == len(x) && unsafe.SliceData(dst) == unsafe.SliceData(x) && dst != nil {
		return dst, nil
	}
	return output(dst, len(x), x)
}

// overlap reports whether two slices share an element. They may come from
// memory that another language owns, so only the addresses can tell.
func overlap(a, b []float64) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	firstA, lastA := uintptr(unsafe.Pointer(&a[0])), uintptr(unsafe.Pointer(&a[len(a)-1]))
	firstB, lastB := uintptr(unsafe.Pointer(&b[0])), uintptr(unsafe.Pointer(&b[len(b)-1]))
	return firstA <= lastB && firstB <= lastA
}
