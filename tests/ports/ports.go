// Package ports finds ports for servers that cannot choose one themselves, or
// that must come back to the one they had.
//
//	free, err := ports.Free(2)
package ports

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
)

// Where ports are looked for: below those that systems give to outgoing
// connections (Linux: from 32768, ip_local_port_range in ip(7)). So no client's
// connection takes one while its server is down, and no client that dials such a
// server is connected to itself.
const (
	lowest  = 15_000
	highest = 31_999
	tries   = 1000
)

// Free gives so many different ports of loopback on which nobody listens. All
// are held until the last is found; from then on others may take them, which
// is unlikely as each caller begins at random.
//
// Errors: none was free in a thousand tries.
func Free(count int) (free []int, err error) {
	for range tries {
		if len(free) == count {
			return free, nil
		}
		port := lowest + rand.IntN(highest-lowest+1)
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			continue
		}
		defer l.Close()
		free = append(free, port)
	}
	return nil, fmt.Errorf("ports: no %d are free from %d to %d", count, lowest, highest)
}
