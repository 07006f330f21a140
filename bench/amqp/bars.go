package main

import (
	"fmt"
	"strings"
	"time"
)

// What was promised beside RabbitMQ.
const (
	confirmBar = 8.0 // times, at windows 100 and 1000
	consumeBar = 4.0 // times, at prefetch 100 and 1000
	memoryBar  = 2.0 // times less
	readyBar   = 50 * time.Millisecond
	aimBar     = 2.0 // times slower than the lower limit, at most
)

// promised is the bar of one figure, in times of RabbitMQ's.
func promised(key Row) float64 {
	is := func(metric, task string) bool { return key.Metric == metric && key.Task == task }
	switch {
	case key.Unit == bytes:
		return memoryBar
	case is(throughput, windowTask(100)), is(throughput, windowTask(1000)):
		return confirmBar
	case is(throughput, filledTask(100)), is(throughput, filledTask(1000)):
		return consumeBar
	}
	return 1
}

// verdict is one bar held against the figures.
type verdict struct {
	bar     string
	figures string
	passed  bool
}

func (v verdict) String() string {
	word := "MISSED"
	if v.passed {
		word = "PASSED"
	}
	return fmt.Sprintf("%s  %s: %s", word, v.bar, v.figures)
}

// verdicts of every bar for which there are figures.
func verdicts(t table) (all []verdict) {
	for _, key := range t.keys() {
		if factor := promised(key); key.Metric == throughput && factor > 1 {
			all = append(all, t.times(key, factor)...)
		}
	}
	below := func(r Row) bool { return !isP99(r) && r.Unit != bytes }
	all = append(all, t.everywhere("below RabbitMQ nowhere", 1, below)...)
	all = append(all, t.everywhere("p99 not above RabbitMQ's", 1, isP99)...)
	all = append(all, t.everywhere("memory below half of RabbitMQ's", memoryBar, func(r Row) bool { return r.Unit == bytes })...)
	return append(all, t.ready()...)
}

func isP99(r Row) bool { return r.Metric == p99 }

// times holds one figure against a factor.
func (t table) times(key Row, factor float64) []verdict {
	a, b, ok := t.pair(key)
	if !ok {
		return nil
	}
	ratio := a.Unit.better(a.Value, b.Value)
	text := fmt.Sprintf("%s to %s, %.1f times", a.Unit.format(a.Value), b.Unit.format(b.Value), ratio)
	if limit, found := t.limit(key); found {
		most := limit.Unit.better(limit.Value, b.Value)
		text += fmt.Sprintf("; the lower limit, %s, is %.1f times", limit.Who, most)
		if most < factor {
			text += ": the bar lies above the limit"
		}
	}
	return []verdict{{fmt.Sprintf("at least %.0f times RabbitMQ, %s", factor, key.Task), text, ratio >= factor}}
}

// everywhere holds all figures that are chosen against a factor, and names
// those that miss it.
func (t table) everywhere(bar string, factor float64, chosen func(Row) bool) []verdict {
	var missed []string
	held := 0
	for _, key := range t.keys() {
		a, b, ok := t.pair(key)
		if !ok || !chosen(key) || key.Unit == cores {
			continue
		}
		held++
		if ratio := a.Unit.better(a.Value, b.Value); ratio < factor {
			missed = append(missed, fmt.Sprintf("%s, %s: %s to %s (%.2f)",
				key.Task, key.Metric, a.Unit.format(a.Value), b.Unit.format(b.Value), ratio))
		}
	}
	if held == 0 {
		return nil
	}
	text := fmt.Sprintf("%d of %d figures", held-len(missed), held)
	if len(missed) > 0 {
		text += "; not " + strings.Join(missed, "; ")
	}
	return []verdict{{bar, text, len(missed) == 0}}
}

// ready holds our start against a time, not against RabbitMQ.
func (t table) ready() (all []verdict) {
	for _, key := range t.keys() {
		r, ok := t.find(key, whoOurs)
		if ok && strings.HasPrefix(key.Metric, "process start") {
			all = append(all, verdict{fmt.Sprintf("%s below %s", key.Metric, readyBar), r.Unit.format(r.Value), r.Value < readyBar.Seconds()})
		}
	}
	return all
}

// aims tell how near we are to the lower of the two limits.
func aims(t table) (all []verdict) {
	for _, key := range t.keys() {
		ours, ok := t.find(key, whoOurs)
		limit, limited := t.limit(key)
		if !ok || !limited || key.Metric != throughput {
			continue
		}
		slower := limit.Unit.better(limit.Value, ours.Value)
		all = append(all, verdict{
			fmt.Sprintf("within %.0f times of the lower limit, %s", aimBar, key.Task),
			fmt.Sprintf("%s, %s with %s: a message takes %.2f times as long", ours.Unit.format(ours.Value), limit.Unit.format(limit.Value), limit.Who, slower),
			slower <= aimBar,
		})
	}
	return all
}
