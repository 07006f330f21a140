package main

import (
	"sync"
	"time"
)

// dialers open connections side by side.
const dialers = 8

// connections opens many, with a channel each, and holds them.
func connections(r *run) {
	count := r.of(1000)
	before := r.settled()            // nobody has ever been connected
	opened := make([]channel, count) // each dialer has its own places
	began := time.Now()
	var workers sync.WaitGroup
	for w := range dialers {
		workers.Go(func() {
			for i := w; i < count; i += dialers {
				opened[i] = open(r.broker.URL())
			}
		})
	}
	workers.Wait()
	took := time.Since(began)
	held := r.settled()
	for _, ch := range opened {
		ch.close()
	}
	r.record("1,000 connections",
		figure{"open all", seconds, took.Seconds()},
		figure{memory, bytes, held},
		figure{"memory for the connections", bytes, held - before})
}
