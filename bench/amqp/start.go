package main

import "path/filepath"

// start starts the broker in ever new folders, and looks at its memory while
// nobody talks to it.
func start(r *run) {
	round := 0 // each has a folder of its own: an old one would be a restart
	r.repeat("start", func() []figure {
		round++
		check(r.broker.Stop())
		r.broker = must(r.contender.start(mkdir(filepath.Join(r.dir, "start", thousands(float64(round))))))
		figures := []figure{{"process start to the first handshake", seconds, r.broker.StartTime().Seconds()}}
		if o, ok := r.broker.(*ours); ok {
			figures = append(figures, figure{"process start to the ready file", seconds, o.ready.Seconds()})
		}
		return append(figures, figure{"memory, idle", bytes, r.settled()})
	})
}
