package main

import (
	"os"
	"time"
)

// ticksPerSecond is Linux' USER_HZ on every architecture we meet.
const ticksPerSecond = 100

// cpu tells, when the returned function is called, how many cores the client
// and the broker have kept busy since. They say who was the bottleneck.
func (r *run) cpu() func() []figure {
	began, client, broker := time.Now(), busy(os.Getpid()), busyTree(r.broker.PID())
	return func() []figure {
		wall := time.Since(began).Seconds()
		return []figure{
			{clientCPU, cores, (busy(os.Getpid()) - client) / wall},
			{brokerCPU, cores, (busyTree(r.broker.PID()) - broker) / wall},
		}
	}
}

// busy is a process' own processor time, seconds.
func busy(pid int) float64 { return float64(processTree(pid)[0].ticks) / ticksPerSecond }

// busyTree is the processor time of a process and of its descendants that are
// still there, seconds.
func busyTree(pid int) float64 {
	ticks := 0
	for _, s := range processTree(pid) {
		ticks += s.ticks
	}
	return float64(ticks) / ticksPerSecond
}
