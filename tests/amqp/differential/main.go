// Command differential plays random sequences of AMQP methods to two brokers,
// ours and Debian's rabbitmq-server, and compares what the clients saw: answers,
// refusals with their code and text, deliveries in the order of each consumer,
// properties and headers, returns, confirms, counts of queues after each step,
// and what the queues hold in the end.
//
//	go run ./tests/amqp/differential [-seed 1] [-rounds 100] [-length 40] [-streams] [-url ADDR,ADDR]
//
// A sequence is made of its seed alone: -seed S -rounds 1 plays it again. A
// difference is played once more with time for everything to come to rest; if
// it stays, the sequence is made as short as it can be and printed as the steps
// of a conformance case, with what each broker says where they part.
//
// Not compared: names that the server makes, times, delivery tags (they count
// over the consumers of a channel, which queues serve in no order), the order of
// what different consumers get, and how many messages a stream is said to have.
// docs/amqp.md has the deviations that sequences keep out of the way of;
// streams.go says which those of streams are.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

func main() {
	seed := flag.Uint64("seed", 1, "the first sequence's seed")
	rounds := flag.Uint64("rounds", 100, "how many sequences")
	length := flag.Int("length", 40, "how many operations in each")
	streams := flag.Bool("streams", false, "only the seeds whose sequences have streams, about one in six")
	verbose := flag.Bool("v", false, "print every sequence, with what RabbitMQ's clients saw")
	urls := flag.String("url", "", "`addresses` of two running brokers, host:port,host:port, instead of ours and a new rabbitmq-server")
	flag.Parse()
	failed, err := run(*seed, *rounds, *length, *urls, *streams, *verbose)
	if errors.Is(err, rabbitmq.ErrNotInstalled) {
		fmt.Println("skipped:", err)
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "differential:", err)
	}
	if err != nil || failed > 0 {
		os.Exit(1)
	}
}

// run plays the sequences and counts those on which the brokers differ.
func run(seed, rounds uint64, length int, urls string, streams, verbose bool) (failed int, err error) {
	var b brokers
	if urls == "" {
		if b, err = start(context.Background()); err != nil {
			return 0, err
		}
	} else {
		ours, theirs, two := strings.Cut(urls, ",")
		if !two {
			return 0, errors.New("-url takes two addresses")
		}
		b = brokers{ours: ours, theirs: theirs}
	}
	defer b.stop()
	b.tally, b.verbose = tally{}, verbose
	began, operations, played := time.Now(), 0, uint64(0)
	for s := seed; played < rounds; s++ {
		sequence := generate(s, length)
		if streams && !sequence.streams {
			continue
		}
		played++
		operations += len(sequence.operations)
		d, err := b.compare(sequence, fast)
		if err == nil && d != nil {
			d, err = b.compare(sequence, careful)
		}
		if err != nil {
			return failed, fmt.Errorf("seed %d: %w", s, err)
		}
		if d == nil {
			continue
		}
		failed++
		fmt.Printf("FAIL go run ./tests/amqp/differential -seed %d -rounds 1 -length %d\n%s\n", s, length, b.shrink(sequence, d))
	}
	fmt.Printf("clients saw %s\n%d sequences, %d operations, %d differ, %s\n",
		b.tally, rounds, operations, failed, time.Since(began).Round(time.Second))
	return failed, nil
}
