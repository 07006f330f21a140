package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// ours is `twelvefold serve` with nothing but the AMQP engine.
type ours struct {
	*process
	bin, dir         string
	url              string
	ready, handshake time.Duration // from the start of the process
}

// startTwelvefold keeps the engine's files below dir, beside the ready file.
func startTwelvefold(bin, dir string) (broker, error) {
	o := &ours{bin: bin, dir: dir}
	return o, o.Restart(context.Background())
}

func (o *ours) URL() string              { return o.url }
func (o *ours) StartTime() time.Duration { return o.handshake }

// Stop ends it in order: what Shutdown does is part of what is tried here.
func (o *ours) Stop() error { return o.Shutdown() }

// Restart starts the process and looks for its ready file, which holds the
// port, several times a millisecond.
func (o *ours) Restart(ctx context.Context) error {
	file := filepath.Join(o.dir, "ready.json")
	_ = os.Remove(file) // the last start's
	began := time.Now()
	p, err := spawn(exec.Command(o.bin, "serve", "--only", "amqp", "--data", filepath.Join(o.dir, "data"),
		"--ports", "auto", "--ready-file", file, "--log-level", "warn"))
	if err != nil {
		return err
	}
	o.process = p
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for ; ctx.Err() == nil; time.Sleep(200 * time.Microsecond) {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		o.ready = time.Since(began)
		if o.url, err = readyURL(text); err != nil {
			return err
		}
		conn, err := amqp091.Dial(o.url)
		if err != nil {
			return err
		}
		o.handshake = time.Since(began)
		return conn.Close()
	}
	return fmt.Errorf("%s was not ready in time", o.bin)
}

// readyURL takes the AMQP listener out of a ready file.
func readyURL(text []byte) (string, error) {
	var ready struct {
		Engines map[string]struct{ Addr string }
	}
	if err := json.Unmarshal(text, &ready); err != nil {
		return "", err
	}
	addr := ready.Engines["amqp"].Addr
	if addr == "" {
		return "", fmt.Errorf("no AMQP listener in %s", text)
	}
	return "amqp://guest:guest@" + addr + "/", nil
}
