package broker

import (
	"context"
	"fmt"
	"net"
	"os"
)

// startRedis starts Debian's redis-server in memory. Our own Redis engine would
// do, had it SUBSCRIBE, by which Celery waits for results.
func (b *Broker) startRedis(ctx context.Context) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	p, err := spawn("redis-server", "--port", fmt.Sprint(port), "--bind", "127.0.0.1",
		"--save", "", "--appendonly", "no", "--dir", os.TempDir(), "--loglevel", "warning")
	if err != nil {
		return err
	}
	b.cleanup = append(b.cleanup, p.kill)
	addr := fmt.Sprintf("127.0.0.1:%d", port)
	b.RedisURL = "redis://" + addr
	return p.waitFor(ctx, func() error {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			_ = c.Close()
		}
		return err
	})
}

// freePort gives a port of loopback that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
