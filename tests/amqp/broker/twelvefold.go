package broker

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"github.com/twelvefold/twelvefold/tests/ports"
)

// serving is a running `twelvefold serve`.
type serving struct {
	binary  string
	args    []string
	ready   string // the ready file
	process *process
	engines map[string]struct{ Addr, URL string }
}

func (b *Broker) startTwelvefold(ctx context.Context, o Options, cert certificate) error {
	binary := o.Binary
	if binary == "" {
		binary = filepath.Join("bin", "twelvefold")
	}
	dir, err := os.MkdirTemp("", "amqp-serve")
	if err != nil {
		return err
	}
	b.cleanup = append(b.cleanup, func() error { return os.RemoveAll(dir) })
	data := o.Dir
	if data == "" {
		data = filepath.Join(dir, "data")
	}
	s := &serving{binary: binary, ready: filepath.Join(dir, "ready.json")}
	s.args = []string{"--data", data}
	// A second start must come to the same address, so the ports are picked
	// here, and not by the server.
	free, err := ports.Free(2)
	if err != nil {
		return err
	}
	s.args = append(s.args,
		"--amqp-port", strconv.Itoa(cmp.Or(o.AMQPPort, free[0])),
		"--management-port", strconv.Itoa(cmp.Or(o.ManagementPort, free[1])))
	b.node = s
	if err := s.serve(ctx); err != nil {
		return err
	}
	b.AMQPURL, b.ManagementURL = "amqp://guest:guest@"+s.engines["amqp"].Addr+"/", s.engines["management"].URL
	if cert.cert != "" {
		return b.startTwelvefoldTLS(ctx, binary, filepath.Join(dir, "tls.json"), cert)
	}
	return nil
}

// startTwelvefoldTLS starts a second server, since with a certificate every
// listener of one speaks TLS.
func (b *Broker) startTwelvefoldTLS(ctx context.Context, binary, ready string, cert certificate) error {
	s := &serving{binary: binary, ready: ready, args: []string{"--tls-cert", cert.cert, "--tls-key", cert.key}}
	b.cleanup = append(b.cleanup, s.Stop)
	if err := s.serve(ctx); err != nil {
		return err
	}
	addr := s.engines["amqp"].Addr
	b.TLSURL = "amqps://guest:guest@localhost:" + addr[len("127.0.0.1:"):] + "/"
	return nil
}

// serve starts the server with the AMQP engine.
func (s *serving) serve(ctx context.Context) error {
	s.args = append([]string{"serve", "--ports", "auto", "--only", "amqp", "--ready-file", s.ready}, s.args...)
	return s.Restart(ctx)
}

// Restart starts the server with the same flags, and so the same ports.
func (s *serving) Restart(ctx context.Context) error {
	if err := os.Remove(s.ready); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	p, err := spawn(s.binary, s.args...)
	if err != nil {
		return err
	}
	s.process = p
	var file struct {
		Engines map[string]struct{ Addr, URL string }
	}
	err = p.waitFor(ctx, func() error {
		text, err := os.ReadFile(s.ready)
		if err != nil {
			return err
		}
		return json.Unmarshal(text, &file)
	})
	s.engines = file.Engines
	return err
}

// Kill ends the server at once.
func (s *serving) Kill() error { return s.process.kill() }

// Stop ends the server; what it holds is thrown away.
func (s *serving) Stop() error { return s.process.kill() }
