// Command kill ends a broker with `kill -9` under load, again and again, and
// counts what it made of its promises.
//
//	go run ./tests/amqp/kill [-broker twelvefold] [-rounds 5] [-seed N]
//
// Each round: publishers with confirms and consumers with acknowledgements work
// until the broker is killed at a random moment; it is started again on the same
// data. On some rounds, and after the last, the queues are emptied before the
// load goes on; then everything that was confirmed must have been seen. Counted
// are
//
//   - lost: confirmed, and delivered never (must be 0)
//   - misordered: delivered after a later message of the same publisher, to the
//     same consumer (must be 0)
//   - damaged: a body that is not what was published (must be 0)
//   - covered again: delivered once more although acknowledged, and the
//     acknowledgement was on disk: its channel published a message later, to the
//     same queue, that was confirmed. Ours promises 0. RabbitMQ promises
//     nothing, so that there it is only printed.
//   - acked again: delivered once more although acknowledged. Allowed: nothing
//     tells a client that an acknowledgement has arrived.
//
// Randomness is of the client's choices; when a kill strikes within the broker
// is the machine's. The last line counts rounds.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/twelvefold/twelvefold/tests/amqp/broker"
)

// Moments of the kill, after the load began.
const (
	earliest = 200 * time.Millisecond
	latest   = 1500 * time.Millisecond
)

func main() {
	kind := flag.String("broker", string(broker.Twelvefold), "`name` of the broker: twelvefold or rabbitmq")
	rounds := flag.Int("rounds", 5, "how often to kill")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of the random choices")
	binary := flag.String("binary", "", "`path` of twelvefold, instead of bin/twelvefold")
	flag.Parse()
	fmt.Printf("replay: go run ./tests/amqp/kill -broker %s -rounds %d -seed %d\n", *kind, *rounds, *seed)
	failed, err := run(context.Background(), broker.Kind(*kind), *binary, *rounds, rand.New(rand.NewPCG(*seed, 0)))
	if err != nil {
		fmt.Fprintln(os.Stderr, "kill:", err)
		os.Exit(2)
	}
	fmt.Printf("%d passed, %d failed\n", *rounds-failed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}

// run gives in how many rounds a promise was broken.
func run(ctx context.Context, kind broker.Kind, binary string, rounds int, random *rand.Rand) (failed int, err error) {
	b, err := broker.Start(ctx, kind, broker.Options{Binary: binary})
	if err != nil {
		return 0, err
	}
	defer b.Stop()
	l := newLedger()
	if err := declare(b.AMQPURL); err != nil {
		return 0, err
	}
	for round := 1; round <= rounds; round++ {
		alive := earliest + time.Duration(random.Int64N(int64(latest-earliest)))
		load := startLoad(b.AMQPURL, l, random)
		time.Sleep(alive)
		load.doom()
		if err := b.Kill(); err != nil {
			return failed, err
		}
		if err := load.wait(); err != nil {
			return failed, err
		}
		began := time.Now()
		if err := b.Restart(ctx); err != nil {
			return failed, fmt.Errorf("after kill %d: %w", round, err)
		}
		recovery := time.Since(began)
		// Two kills of three find a backlog that has been through one before.
		drained := round%3 == 0 || round == rounds
		if drained {
			if err := drain(b.AMQPURL, l); err != nil {
				return failed, fmt.Errorf("after kill %d: %w", round, err)
			}
		}
		c := l.take(drained)
		fmt.Printf("kill %3d after %4d ms, back in %5d ms: %s\n", round, alive.Milliseconds(), recovery.Milliseconds(), c)
		if c.broken(kind == broker.Twelvefold) {
			failed++
		}
	}
	fmt.Printf("all kills: %s\n", l.total)
	return failed, nil
}
