package main

import (
	"fmt"
	"os"
	"time"
)

// task is one family of measurements.
type task struct {
	name  string // as -only takes it
	title string
	limit bool // the null broker can do it too
	do    func(*run)
}

func tasks() []task {
	return []task{
		{"confirms", "Publish persistent messages of 1 KiB, each confirmed, a sliding window of unconfirmed ones", true, confirms},
		{"transient", "Publish transient messages of 1 KiB, without confirms", true, transient},
		{"fanout", "Publish persistent messages of 1 KiB to a fanout exchange with 10 durable queues, window 100", true, fanout},
		{"consume", "Consume persistent messages of 1 KiB, each acknowledged by itself", true, consume},
		{"latency", "From the intended time of publishing to the consumer, at fixed rates (open loop)", true, latency},
		{"queues", "1,000 durable queues", false, queues},
		{"connections", "1,000 connections with a channel each", false, connections},
		{"backlog", "A durable queue with many messages", false, backlog},
		{"start", "Starting in an empty folder, and resting", false, start},
	}
}

// run is what one task sees of one contender.
type run struct {
	contender
	task
	broker   broker
	dir      string // of the broker's data
	quick    bool
	rounds   int
	perRound time.Duration
	rows     *[]Row
}

// figure is a Row without what the run knows.
type figure struct {
	metric string
	unit   Unit
	value  float64
}

// record keeps figures that were measured once.
func (r *run) record(task string, figures ...figure) {
	for _, f := range figures {
		*r.rows = append(*r.rows, Row{r.task.name, task, f.metric, f.unit, r.who, f.value})
		fmt.Fprintf(os.Stderr, "  %-18s %-12s %-34s %-26s %s\n", r.who, r.task.name, task, f.metric, f.unit.format(f.value))
	}
}

// repeat measures in rounds and records each figure's median.
func (r *run) repeat(task string, round func() []figure) {
	var first []figure
	values := map[string][]float64{}
	for i := range r.rounds {
		figures := round()
		if i == 0 {
			first = figures
		}
		for _, f := range figures {
			values[f.metric] = append(values[f.metric], f.value)
		}
	}
	for i, f := range first {
		first[i].value = median(values[f.metric])
	}
	r.record(task, first...)
}

// of scales a count of operations for -quick.
func (r *run) of(n int) int {
	if r.quick {
		return max(1, n/10)
	}
	return n
}
