// Package frames holds the session against RabbitMQ below the level of the
// conformance cases: frames out of order, malformed or unknown, and what
// connection.close and channel.close say of them.
//
// A script is what a client sends (scripts.go). What RabbitMQ 3.10.8 answers to
// each stands in testdata/answers.txt; twelvefold must answer the same, but for
// the deviations that are listed with their reason (deviations.go).
//
//	go test ./conformance/oracle/frames            # both, against the file
//	go test ./conformance/oracle/frames -update    # the file anew, from RabbitMQ
package frames
