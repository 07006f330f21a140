package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/tests/amqp/broker"
)

const (
	// patience is how long one program may take, on a machine that has much else
	// to do.
	patience = 15 * time.Minute
	// mnesiaDelay is how long RabbitMQ is left alone before a kill. Mnesia
	// keeps its log in memory for a moment: without the delay, durable queues
	// declared just before were gone in one run of four. Ours gets none.
	mnesiaDelay = 3 * time.Second
)

// verdict is what a program said of one case.
type verdict struct {
	word   string // PASS, FAIL or SKIP
	name   string
	reason string
}

// column is one broker's verdicts, by program.
type column struct {
	kind     broker.Kind
	verdicts map[string][]verdict
}

// judge starts a broker and runs the programs against it, one by one.
func judge(ctx context.Context, kind broker.Kind, binary string, chosen []program, verbose bool) (c column, err error) {
	b, err := broker.Start(ctx, kind, broker.Options{Binary: binary, TLS: true, Redis: true})
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, b.Stop()) }()
	control := httptest.NewServer(control(ctx, b))
	defer control.Close()
	c = column{kind, map[string][]verdict{}}
	for _, p := range chosen {
		began := time.Now()
		found, output := run(ctx, p, b, control.URL)
		c.verdicts[p.name] = found
		fmt.Fprintf(os.Stderr, "%-10s %-24s %6.1f s\n", kind, p.name, time.Since(began).Seconds())
		if verbose || count(found, "FAIL") > 0 {
			os.Stderr.Write(output)
		}
	}
	return c, nil
}

// control is what programs may do to the broker.
func control(ctx context.Context, b *broker.Broker) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /restart", func(w http.ResponseWriter, _ *http.Request) {
		if b.Kind == broker.RabbitMQ {
			time.Sleep(mnesiaDelay)
		}
		if err := errors.Join(b.Kill(), b.Restart(ctx)); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	return mux
}

// run runs one program. One that says nothing, or ends badly without saying
// why, has failed.
func run(ctx context.Context, p program, b *broker.Broker, control string) ([]verdict, []byte) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-c", "exec "+p.command)
	cmd.WaitDelay = 5 * time.Second
	cmd.Env = append(os.Environ(),
		"AMQP_URL="+b.AMQPURL, "MANAGEMENT_URL="+b.ManagementURL, "TLS_URL="+b.TLSURL, "CA_FILE="+b.CAFile,
		"REDIS_URL="+b.RedisURL, "BROKER="+string(b.Kind), "CONTROL_URL="+control, "PYTHONDONTWRITEBYTECODE=1")
	var out, all bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &all
	err := cmd.Run()
	found := parse(out.Bytes())
	if len(found) == 0 || err != nil && count(found, "FAIL") == 0 {
		found = append(found, verdict{"FAIL", "the program itself", fmt.Sprintf("ended with %v", err)})
	}
	return found, append(all.Bytes(), out.Bytes()...)
}

// parse reads the lines that are verdicts.
func parse(output []byte) (found []verdict) {
	lines := bufio.NewScanner(bytes.NewReader(output))
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "PASS":
			found = append(found, verdict{word, rest, ""})
		case "FAIL", "SKIP":
			name, reason, _ := strings.Cut(rest, ": ")
			found = append(found, verdict{word, name, reason})
		}
	}
	return found
}

// count counts the verdicts with a word.
func count(found []verdict, word string) (n int) {
	for _, v := range found {
		if v.word == word {
			n++
		}
	}
	return n
}
