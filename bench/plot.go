package main

import (
	"time"

	"github.com/twelvefold/twelvefold/bench/chart"
)

// plotSection draws the section's figures, a line per task.
func plotSection(file, title string, rows []Row) error {
	c := chart.Chart{
		Title:  title,
		XLabel: "time per operation (logarithmic; left is faster)",
		Tick:   func(ns float64) string { return time.Duration(ns).String() },
		Who:    distinct(rows, func(r Row) string { return r.Who }),
	}
	for _, r := range rows {
		c.Dots = append(c.Dots, chart.Dot{Line: r.Task, Who: r.Who, X: r.NsPerOp})
	}
	return c.Save(file)
}
