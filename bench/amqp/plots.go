package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/twelvefold/twelvefold/bench/chart"
)

// everybody is the legend's order.
var everybody = []string{whoOurs, whoRabbit, whoNull, whoLoop}

// picture chooses the rows of one plot.
type picture struct {
	file, title, axis string
	tick              func(float64) string
	scale             float64 // from a row's unit to the axis' one
	chosen            func(Row) bool
}

// pictures in the order in which the report shows them.
func pictures() []picture {
	quantiles := []string{p50, p99, p999}
	ofQuantile := func(section string) func(Row) bool {
		return func(r Row) bool { return r.Section == section && slices.Contains(quantiles, r.Metric) }
	}
	return []picture{
		// All rates share one axis: what a client can get of each, at a glance.
		{"amqp-rates.png", "AMQP: messages of 1 KiB a second", "messages a second (logarithmic; right is faster)", thousands, 1,
			func(r Row) bool { return r.Unit == perSecond && (r.Metric == throughput || r.Section == "backlog") }},
		{"amqp-confirm-latency.png", "AMQP: from publishing a persistent message to its confirm", "time (logarithmic; left is faster)", powerOfTime, 1, ofQuantile("confirms")},
		{"amqp-latency.png", "AMQP: from the intended time of publishing to the consumer, at fixed rates", "time (logarithmic; left is faster)", powerOfTime, 1, ofQuantile("latency")},
		{"amqp-memory.png", "AMQP: resident memory of the broker's processes", "MiB (logarithmic; left is less)", thousands, 1.0 / (1 << 20),
			func(r Row) bool { return r.Unit == bytes }},
		{"amqp-times.png", "AMQP: how long it takes", "time (logarithmic; left is faster)", powerOfTime, 1,
			func(r Row) bool { return r.Unit == seconds && !slices.Contains(quantiles, r.Metric) }},
	}
}

// powerOfTime labels a power of ten of seconds: 100µs, 10ms, 100s.
func powerOfTime(s float64) string {
	switch {
	case s < 0.9e-3:
		return fmt.Sprintf("%.0fµs", s*1e6)
	case s < 0.9:
		return fmt.Sprintf("%.0fms", s*1e3)
	}
	return fmt.Sprintf("%.0fs", s)
}

// draw writes the picture below dir, unless none of its rows was measured.
func (p picture) draw(dir string, t table) (drawn bool, err error) {
	c := chart.Chart{Title: p.title, XLabel: p.axis, Tick: p.tick, Who: everybody}
	for _, key := range t.keys() { // not t itself: lines stand in the tasks' order
		for _, who := range everybody {
			if r, ok := t.find(key, who); ok && p.chosen(r) && r.Value > 0 {
				c.Dots = append(c.Dots, chart.Dot{Line: lineName(r), Who: who, X: r.Value * p.scale})
			}
		}
	}
	if len(c.Dots) == 0 {
		return false, nil
	}
	return true, c.Save(filepath.Join(dir, p.file))
}

// lineName says what was measured.
func lineName(r Row) string {
	if r.Metric == throughput {
		return r.Task
	}
	return r.Task + ": " + r.Metric
}

// drawRatios shows how many times better than RabbitMQ we are, beside what was
// promised.
func drawRatios(file string, t table) (drawn bool, err error) {
	const promise = "promised"
	c := chart.Chart{Title: "AMQP: times better than RabbitMQ 3.10.8", XLabel: "times (logarithmic; 1 is the same, left of it is worse)",
		Tick: func(x float64) string { return fmt.Sprint(x) }, Who: []string{whoOurs, promise}}
	for _, key := range t.keys() {
		ours, rabbit, ok := t.pair(key)
		if !ok || key.Unit == cores || key.Metric == p50 || key.Metric == p999 {
			continue
		}
		c.Dots = append(c.Dots, chart.Dot{Line: lineName(key), Who: promise, X: promised(key)},
			chart.Dot{Line: lineName(key), Who: whoOurs, X: ours.Unit.better(ours.Value, rabbit.Value)})
	}
	if len(c.Dots) == 0 {
		return false, nil
	}
	return true, c.Save(file)
}
