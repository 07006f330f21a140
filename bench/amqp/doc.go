// Command amqp measures the AMQP engine beside rabbitmq-server, in one run on
// one machine, with one client (amqp091-go), and writes a report with plots:
//
//	go run ./amqp -out ../docs/bench           (make bench-amqp)
//	go run ./amqp -quick -only confirms        (a quick look, printed only)
//	go run ./amqp -from ../docs/bench/amqp.json -out /tmp/again
//
// Beside the two brokers stand two limits. The bare loop appends the same
// bytes to a file and syncs it in groups: what the disk allows. The null broker
// (package null) answers and stores nothing: what the client allows.
//
// One contender runs at a time, and each task gets a broker freshly started in
// an empty folder, so that none inherits another's heap or files. Figures are
// medians of rounds. Whatever goes wrong ends the run: a figure for a failed
// operation is none.
//
// Read in this order:
//
//	main.go          flags, and who is measured in which order
//	tasks.go         the list of tasks; what a task can ask of its run
//	broker.go        what starts, stops, and is killed; process.go our own children
//	confirms.go      publishing, a task per file: and so transient.go fanout.go
//	consume.go       receiving: and so latency.go backlog.go
//	queues.go        many of one kind: and so connections.go
//	start.go         from the process to the first handshake
//	publish.go       the sliding window of unconfirmed messages
//	syncloop.go      the bare loop
//	memory.go cpu.go what /proc says
//	row.go           figures and units; table.go all of a run's
//	bars.go          what was promised, held against the figures
//	report.go        Markdown; plots.go PNG; machine: what it ran on
package main
