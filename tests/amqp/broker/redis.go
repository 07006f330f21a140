package broker

import (
	"context"
	"fmt"
	"net"
	"os"

	"github.com/twelvefold/twelvefold/tests/ports"
)

// startRedis starts Debian's redis-server in memory. Our own Redis engine would
// do, had it SUBSCRIBE, by which Celery waits for results.
func (b *Broker) startRedis(ctx context.Context) error {
	free, err := ports.Free(1)
	if err != nil {
		return err
	}
	p, err := spawn("redis-server", "--port", fmt.Sprint(free[0]), "--bind", "127.0.0.1",
		"--save", "", "--appendonly", "no", "--dir", os.TempDir(), "--loglevel", "warning")
	if err != nil {
		return err
	}
	b.cleanup = append(b.cleanup, p.kill)
	addr := fmt.Sprintf("127.0.0.1:%d", free[0])
	b.RedisURL = "redis://" + addr
	return p.waitFor(ctx, func() error {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			_ = c.Close()
		}
		return err
	})
}
