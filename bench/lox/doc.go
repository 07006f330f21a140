// Command lox measures the engines of core/lox beside other interpreters, in
// one run on one machine, and writes a report with plots:
//
//	go run ./lox -out ../docs/bench                               (make bench-lox)
//	go run ./lox -only fib,zoo -against fast,gopher-lua,clox      (printed only)
//	go run ./lox -from ../docs/bench/lox.json -out /tmp/again
//
// The programs, in programs/, are the same in each language, and print what
// must be equal everywhere. Peers in Go run in process: in a child of this
// command, which times the run alone. Peers in C are processes.
//
// Read in this order:
//
//	main.go        flags, and one run from beginning to end
//	programs.go    the list of programs, and where their sources are
//	contender.go   who runs them
//	child.go       one run of an interpreter in Go; ours.go peer*.go each of them
//	opening.go     what an interpreter costs that does nothing
//	sample.go      one process, measured; cpu.go what a process asks the kernel
//	measure.go     rounds, and the comparison of what was printed
//	table.go       all samples, their medians, ratios and geometric means
//	bars.go        what was promised, held against the figures
//	print.go       tables for terminal and report
//	report.go      Markdown; plots.go PNG
package main
