package quant

import "math"

// exactSum is a sum with the rounding errors of its additions beside it
// (Neumaier 1974): as good as twice the precision.
type exactSum struct {
	sum, lost float64
}

func (s *exactSum) add(v float64) {
	t := s.sum + v
	if math.Abs(s.sum) >= math.Abs(v) {
		s.lost += (s.sum - t) + v
	} else {
		s.lost += (v - t) + s.sum
	}
	s.sum = t
}

func (s *exactSum) merge(o exactSum) {
	s.add(o.sum)
	s.lost += o.lost
}

// value is the sum. Beside an infinity the error term is NaN and means
// nothing.
func (s *exactSum) value() float64 {
	if math.IsInf(s.sum, 0) {
		return s.sum
	}
	return s.sum + s.lost
}

// moments are the count, the mean and the sum of squared distances from it
// of some values, kept by Welford's update (1962): no difference of large
// squares, and exactly zero for equal values.
type moments struct {
	count, mean, squares float64
}

func (m *moments) add(v float64) {
	m.count++
	d := v - m.mean
	m.mean += d / m.count
	m.squares += d * (v - m.mean)
}

// merge adds the values behind o (Chan, Golub and LeVeque 1979).
func (m *moments) merge(o *moments) {
	count := m.count + o.count
	d := o.mean - m.mean
	m.mean += d * (o.count / count)
	m.squares += o.squares + d*d*(m.count*o.count/count)
	m.count = count
}
