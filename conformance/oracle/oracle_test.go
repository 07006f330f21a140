// Package oracle runs the cases against the real servers, so that the cases
// themselves are proven. The references are Redis 7.0 and RabbitMQ 3.10.8;
// `make oracle` installs Debian's.
package oracle

import (
	"testing"
	"time"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/conformance/targets"
)

func TestOracle(t *testing.T) {
	wire := targets.Wire{Start: func(t *testing.T, password string) string {
		if password == "" {
			return targets.RedisServer(t)
		}
		return targets.RedisServer(t, "--requirepass", password)
	}, Broker: targets.RabbitMQ(t), Lag: 400 * time.Millisecond, Lacks: []string{"delayed"}}
	wire.Share(t)
	conformance.Run(t, "../..", "oracle", wire.Open)
}
