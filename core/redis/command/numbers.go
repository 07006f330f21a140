package command

import (
	"math"

	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Errors about numbers among the arguments: what the methods of redis.Tx
// cannot see, because they take numbers and not text.
var (
	errIntRange  = code.New(code.OutOfRange, "ERR value is out of range, value must between -2147483648 and 2147483647")
	errLongRange = code.New(code.OutOfRange, "ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807")
)

// positive reads the i-th argument as a number not below 0; all else gives
// the same error.
func (c *Call) positive(i int) (int64, error) { return c.atLeast(0, i, redis.ErrNotPositive) }

// int32 reads the i-th argument as a number that C's int holds.
func (c *Call) int32(i int) (int, error) {
	n, err := c.integer(i)
	if err == nil && n != int64(int32(n)) {
		err = errIntRange
	}
	return int(n), err
}

// signed reads the i-th argument as a number whose negative is one too.
func (c *Call) signed(i int) (int64, error) {
	n, err := c.integer(i)
	if err == nil && n == math.MinInt64 {
		err = errLongRange
	}
	return n, err
}

// atLeast reads the i-th argument as a number from low on; whatever else it is
// gives the error wrong.
func (c *Call) atLeast(low int64, i int, wrong error) (int64, error) {
	n, ok := wire.ParseInt(c.Args[i])
	if !ok || n < low {
		return 0, wrong
	}
	return n, nil
}

// option tells whether the i-th argument is the given word (upper case) and
// its n values follow.
func (c *Call) option(i int, word string, n int) bool {
	return Is(c.Args[i], word) && len(c.Args)-i-1 >= n
}
