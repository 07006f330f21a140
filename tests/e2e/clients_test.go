package e2e

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestClients lets programs of others use the Redis port. tools/clients.sh has
// installed them.
func TestClients(t *testing.T) {
	s := serve(t, "--only", "redis")
	url := s.Engines["redis"].URL
	for name, script := range map[string]string{
		"redis-cli": `
			[[ $(redis-cli -u $0 SET text 'two words') == OK ]]
			[[ $(redis-cli -u $0 GET text) == 'two words' ]]
			[[ $(redis-cli -u $0 -3 HSET h a 1 b 2) == 2 ]]
			[[ $(redis-cli -u $0 LPUSH text x 2>&1) == WRONGTYPE* ]]
			[[ $(printf 'SET p 1\r\nINCR p\r\n' | redis-cli -u $0 --pipe) == *'errors: 0, replies: 2'* ]]`,
		"redis-py": `python3 tests/clients/redispy.py $0`,
		"ioredis":  `node tests/clients/ioredis.mjs $0`,
		"go-redis": `go run ./tests/clients/goredis $0`,
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("bash", "-euc", `eval "$(tools/clients.sh)"; `+script, url)
			cmd.Dir = "../.."
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, string(out))
		})
	}
}
