package main

import (
	"math"
	"slices"
)

// row is all samples of one program on one contender, in seconds.
type row struct {
	Program string
	Who     string
	Compile []float64 // nothing where the whole process is measured
	Wall    []float64
	CPU     []float64
}

// table is all rows of a run.
type table []row

// add records one run.
func (t *table) add(program, who string, s timing) {
	i := slices.IndexFunc(*t, func(r row) bool { return r.Program == program && r.Who == who })
	if i < 0 {
		i = len(*t)
		*t = append(*t, row{Program: program, Who: who})
	}
	r := &(*t)[i]
	if s.Compile > 0 {
		r.Compile = append(r.Compile, s.Compile.Seconds())
	}
	r.Wall = append(r.Wall, s.Wall.Seconds())
	r.CPU = append(r.CPU, s.CPU.Seconds())
}

// find gives a row.
func (t table) find(program, who string) (row, bool) {
	i := slices.IndexFunc(t, func(r row) bool { return r.Program == program && r.Who == who })
	if i < 0 {
		return row{}, false
	}
	return t[i], true
}

// metric takes one kind of figure out of a row.
type metric func(row) []float64

func wall(r row) []float64 { return r.Wall }
func cpu(r row) []float64  { return r.CPU }

// leastCPU is the processor time of the best round: what tells a few percent
// apart where others' work disturbs most rounds.
func leastCPU(r row) []float64 { return []float64{slices.Min(r.CPU)} }

// own is the time of a program's own run: where the whole process was
// measured, less what an empty program takes.
func (t table) own(of metric, program, who string) (float64, bool) {
	r, ok := t.find(program, who)
	if !ok || len(of(r)) == 0 {
		return 0, false
	}
	value := median(of(r))
	if empty, ok := t.find(emptyName, who); ok {
		value -= median(of(empty))
	}
	return value, value > 0 // a program shorter than noise has no figure
}

// times is how many times as long as our fast engine another takes: above 1,
// we are faster.
func (t table) times(of metric, program, who string) (float64, bool) {
	theirs, measured := t.own(of, program, who)
	own, ok := t.own(of, program, whoFast)
	return theirs / own, ok && measured
}

// mean is the geometric mean of times over all programs that both ran; ok is
// false where there is none.
func (t table) mean(of metric, who string) (mean float64, ok bool) {
	sum, n := 0.0, 0
	for _, p := range programs() {
		if ratio, ok := t.times(of, p.name, who); ok {
			sum += math.Log(ratio)
			n++
		}
	}
	return math.Exp(sum / float64(max(n, 1))), n > 0
}

// median of an odd number of values is one of them; of an even number, the
// mean of the two in the middle.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}
