package e2e

import (
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The package cmd/twelvefold/leash tests signals and orphans; here is the whole
// of `twelvefold run`.
func TestRun(t *testing.T) {
	for _, tc := range []struct {
		name string
		args []string
		out  string
		code int
	}{
		{"the engines accept", []string{"--", "sh", "-c", `redis-cli -h "$REDIS_HOST" -p "$REDIS_PORT" SET k v && redis-cli -u "$REDIS_URL" GET k`}, "OK\nv\n", 0},
		{"every engine has its variable", []string{"--", "sh", "-c", `echo "$TWELVEFOLD_URL $LRU_URL $BITCASK_URL $LOX_URL $QUANT_URL" | sed 's|127.0.0.1:[0-9]*|HERE|g'`},
			"http://HERE http://HERE/v1/lru http://HERE/v1/bitcask http://HERE/v1/lox http://HERE/v1/quant\n", 0},
		{"only what was asked for", []string{"--only", "redis", "--", "sh", "-c", `echo "${BITCASK_URL-none}"`}, "none\n", 0},
		{"password", []string{"--redis-password", "a b/c", "--", "sh", "-c", `redis-cli --no-auth-warning -u "$REDIS_URL" PING`}, "PONG\n", 0},
		{"exit code", []string{"--", "sh", "-c", "exit 42"}, "", 42},
		{"killed", []string{"--", "sh", "-c", "kill -TERM $$"}, "", 128 + 15},
		{"flags of the command are its own", []string{"--", "echo", "--only", "x"}, "--only x\n", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out, err := exec.Command(binary, append([]string{"run"}, tc.args...)...).Output()
			var exit *exec.ExitError
			code := 0
			if errors.As(err, &exit) {
				code = exit.ExitCode()
				t.Log(strings.TrimSpace(string(exit.Stderr)))
			} else {
				require.NoError(t, err)
			}
			require.Equal(t, tc.code, code)
			require.Equal(t, tc.out, string(out))
		})
	}
}
