package main

import (
	"slices"
	"time"
)

// Row is one figure: how long one contender takes for one operation of a task.
type Row struct {
	Section string  // "lru: in Go, beside peers"
	Task    string  // "get, 100 % hits"
	Who     string  // "twelvefold lru.DB"
	NsPerOp float64 // median over the rounds, nanoseconds
}

// contender does a task n times.
type contender struct {
	who string
	run func(n int)
}

// bench collects rows.
type bench struct {
	perRound time.Duration // how long one contender runs in one round
	rounds   int
	rows     []Row
}

// compare measures the contenders of one task in turns, so that a machine that
// drifts drifts for all, and keeps each one's median.
func (b *bench) compare(section, task string, contenders ...contender) {
	counts := make([]int, len(contenders))
	figures := make([][]float64, len(contenders))
	for i, c := range contenders {
		counts[i] = calibrate(c.run, b.perRound)
	}
	for range b.rounds {
		for i, c := range contenders {
			figures[i] = append(figures[i], perOp(c.run, counts[i]))
		}
	}
	for i, c := range contenders {
		slices.Sort(figures[i])
		b.rows = append(b.rows, Row{section, task, c.who, figures[i][len(figures[i])/2]})
	}
}

// calibrate finds how many operations fill about d, and warms up on the way.
func calibrate(run func(n int), d time.Duration) int {
	for n := 1; ; n *= 4 {
		took := time.Duration(perOp(run, n) * float64(n))
		if took >= d/8 {
			return max(1, int(float64(n)*float64(d)/float64(took)))
		}
	}
}

func perOp(run func(n int), n int) float64 {
	begin := time.Now()
	run(n)
	return float64(time.Since(begin)) / float64(n)
}
