package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/twelvefold/twelvefold/tests/amqp/broker"
)

const (
	insideFlag = "inside" // tells the program that it is in the namespace

	amqpPort       = 5672
	managementPort = 15672 // the tests have it in their source

	// testPatience is how long one test may take; the longest takes RabbitMQ
	// some 20 s.
	testPatience = 90 * time.Second
)

// result is what one test came to.
type result struct {
	Verdict string // pass, FAIL or skip
	Took    time.Duration
	Output  string
}

// run runs the tests against a broker, in a network namespace of their own.
func (s *suite) run(ctx context.Context, kind broker.Kind) (map[string]result, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	input, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, "-"+insideFlag, string(kind))
	cmd.Stdin, cmd.Stderr = bytes.NewReader(input), os.Stderr
	isolate(cmd)
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	var results map[string]result
	return results, json.Unmarshal(out, &results)
}

// runInside starts the broker on the usual ports and runs each test in a
// process of its own, so that one that hangs or panics takes no other with it.
func runInside(ctx context.Context, kind broker.Kind, in io.Reader, out io.Writer) (err error) {
	var s suite
	if err := json.NewDecoder(in).Decode(&s); err != nil {
		return err
	}
	if err := loopbackUp(); err != nil {
		return err
	}
	b, err := broker.Start(ctx, kind, broker.Options{Binary: s.Broker, AMQPPort: amqpPort, ManagementPort: managementPort})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Stop()) }()
	results := map[string]result{}
	for i, t := range s.Tests {
		r := s.one(ctx, b, t.Name)
		fmt.Fprintf(os.Stderr, "%3d/%d %-10s %s %6.2fs %s\n", i+1, len(s.Tests), kind, r.Verdict, r.Took.Seconds(), t.Name)
		results[t.Name] = r
	}
	return json.NewEncoder(out).Encode(results)
}

// one runs one test. It has passed if its own line says so and the process'
// last look (TestMain counts goroutines that were left) is content too.
func (s *suite) one(ctx context.Context, b *broker.Broker, name string) result {
	ctx, cancel := context.WithTimeout(ctx, testPatience+10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Binary, "-test.v", "-test.run", "^"+name+"$", "-test.timeout", testPatience.String())
	cmd.Dir = s.Dir
	cmd.Env = append(os.Environ(), "AMQP_URL="+b.AMQPURL)
	began := time.Now()
	output, err := cmd.CombinedOutput()
	r := result{Verdict: "FAIL", Took: time.Since(began), Output: string(output)}
	switch {
	case err != nil:
		r.Output += err.Error() + "\n"
	case bytes.Contains(output, []byte("--- PASS: "+name+" (")):
		r.Verdict = "pass"
	case bytes.Contains(output, []byte("--- SKIP: "+name+" (")):
		r.Verdict = "skip"
	}
	return r
}
