package main

import (
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// syncLoop is the bare loop: it appends as many bodies as a window holds with
// one write, syncs the file's data, and takes that for the confirm of them all.
// The file grows as a log does: nothing is allocated ahead.
func syncLoop(dir string, rounds int, perRound time.Duration, rows *[]Row) {
	r := &run{contender: contender{who: whoLoop}, task: task{name: "confirms"}, rounds: rounds, rows: rows}
	for _, window := range windows {
		group := slices.Repeat(newBody(), window)
		r.repeat(windowTask(window), func() []figure {
			file := must(os.Create(filepath.Join(dir, "appended")))
			defer os.Remove(file.Name())
			defer file.Close()
			var took []time.Duration
			began := time.Now()
			for time.Since(began) < perRound {
				before := time.Now()
				must(file.Write(group))
				check(syscall.Fdatasync(int(file.Fd())))
				took = append(took, time.Since(before))
			}
			rate := float64(len(took)*window) / time.Since(began).Seconds()
			return append([]figure{{throughput, perSecond, rate}}, latencies(took)...)
		})
	}
}
