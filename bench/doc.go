// Command bench measures the engines beside their peers, and through each
// door, in one run on one machine, and writes a report with plots:
//
//	go run . -out ../docs/bench          (make bench)
//	go run . -out /tmp/bench -time 100ms (a quick look)
//
// It is a module of its own, so that the peers are no dependencies of
// twelvefold. Figures are medians of several rounds in which the contenders
// take turns; what counts are the ratios.
//
//	measure.go   rounds, medians, rows
//	lru.go       beside golang-lru and otter
//	bitcask.go   beside bbolt, badger and pebble
//	redis.go     beside redis-server, driven by redis-benchmark
//	quant.go     the kernels
//	doors.go     the same tasks in Go, REST, Python and WebAssembly
//	report.go    Markdown
//	plot.go      PNG, drawn by chart
//
// The message queue has a program of its own, amqp.
package main
