// Package oracle runs the Redis cases against a real redis-server, so that the
// cases themselves are proven. The reference is Redis 7.0; `make oracle`
// installs Debian's.
package oracle

import (
	"testing"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/conformance/targets"
)

func TestOracle(t *testing.T) {
	wire := targets.Wire{Start: func(t *testing.T, password string) string {
		if password == "" {
			return targets.RedisServer(t)
		}
		return targets.RedisServer(t, "--requirepass", password)
	}}
	wire.Share(t)
	conformance.Run(t, "../..", "oracle", wire.Open)
}
