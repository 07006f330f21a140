package conformance_test

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/conformance/targets"
)

// TestGoWire runs the cases of engines with a wire protocol over sockets,
// against the binary.
func TestGoWire(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "twelvefold")
	build := exec.Command("go", "build", "-o", bin, "../cmd/twelvefold")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))

	wire := targets.Wire{Start: func(t *testing.T, password string) string {
		if password == "" {
			return targets.Serve(t, bin, "redis")
		}
		return targets.Serve(t, bin, "redis", "--redis-password", password)
	}, Broker: func(t *testing.T) (targets.Broker, error) {
		return targets.ServeBroker(t, bin, "--data", t.TempDir()), nil
	}, Lag: 100 * time.Millisecond}
	wire.Share(t)
	conformance.Run(t, "..", "go-wire", wire.Open)
}
