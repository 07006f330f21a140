package main

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Row is one figure of one contender.
type Row struct {
	Section string // the task's name, as -only takes it
	Task    string // "publish, window 100"
	Metric  string // "throughput"
	Unit    Unit
	Who     string
	Value   float64
}

// Unit of a figure; it also says which way is better.
type Unit string

// The units. Seconds and bytes are better small, rates large; cores are
// neither: they tell who was busy.
const (
	perSecond Unit = "1/s"
	seconds   Unit = "s"
	bytes     Unit = "B"
	cores     Unit = "cores"
)

// Metrics that several tasks have, and that the bars ask for.
const (
	throughput = "throughput"
	p50        = "p50"
	p99        = "p99"
	p999       = "p99.9"
	memory     = "memory"
	clientCPU  = "client's CPU"
	brokerCPU  = "broker's CPU"
)

// better is how many times better a is than b; below 1, it is worse.
func (u Unit) better(a, b float64) float64 {
	if u == perSecond {
		return a / b
	}
	return b / a
}

// format writes a value for people, with three digits.
func (u Unit) format(v float64) string {
	switch u {
	case perSecond:
		return thousands(v) + "/s"
	case seconds:
		return roundDuration(v)
	case bytes:
		return strconv.FormatFloat(v/(1<<20), 'f', 1, 64) + " MiB"
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// thousands writes a rate as 12,300.
func thousands(v float64) string {
	n := int(v + 0.5)
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return thousands(float64(n/1000)) + fmt.Sprintf(",%03d", n%1000)
}

// roundDuration keeps three digits of a time in seconds.
func roundDuration(s float64) string {
	switch d := time.Duration(s * float64(time.Second)); {
	case d < time.Millisecond:
		return fmt.Sprintf("%.0f µs", s*1e6)
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%.2f ms", s*1e3)
	case d < time.Second:
		return fmt.Sprintf("%.0f ms", s*1e3)
	}
	return fmt.Sprintf("%.2f s", s)
}

// quantile of sorted values, by the nearest rank; 0 for none.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

// latencies are the metrics of a sample, which is sorted on the way.
func latencies(sample []time.Duration) []figure {
	slices.Sort(sample)
	return []figure{
		{p50, seconds, quantile(sample, 0.5).Seconds()},
		{p99, seconds, quantile(sample, 0.99).Seconds()},
		{p999, seconds, quantile(sample, 0.999).Seconds()},
	}
}

// median of an odd number of rounds is one of them; of an even number, the
// upper one.
func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
