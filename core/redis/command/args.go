package command

import (
	"time"

	"github.com/twelvefold/twelvefold/core/redis"
	"github.com/twelvefold/twelvefold/core/redis/wire"
)

// Is tells whether an argument is the given word (upper case), in any case.
func Is(arg []byte, word string) bool {
	if len(arg) != len(word) {
		return false
	}
	for i, b := range arg {
		if b >= 'a' && b <= 'z' {
			b -= 'a' - 'A'
		}
		if b != word[i] {
			return false
		}
	}
	return true
}

// integer reads the i-th argument as an int64.
func (c *Call) integer(i int) (int64, error) {
	n, ok := wire.ParseInt(c.Args[i])
	if !ok {
		return 0, redis.ErrNotInteger
	}
	return n, nil
}

// lifetime reads the i-th argument as one of EX, PX, EXAT and PXAT, behind
// which a number must stand; the caller reads that.
func (c *Call) lifetime(i int) (l redis.Lifetime, ok bool) {
	if i+1 >= len(c.Args) {
		return l, false
	}
	switch arg := c.Args[i]; {
	case Is(arg, "EX"):
		return redis.Lifetime{Unit: time.Second}, true
	case Is(arg, "PX"):
		return redis.Lifetime{Unit: time.Millisecond}, true
	case Is(arg, "EXAT"):
		return redis.Lifetime{Unit: time.Second, At: true}, true
	case Is(arg, "PXAT"):
		return redis.Lifetime{Unit: time.Millisecond, At: true}, true
	}
	return l, false
}

// bulkOrNil answers with a bulk string, nil where v is.
func (c *Call) bulkOrNil(v []byte, err error) {
	switch {
	case err != nil:
		c.Fail(err)
	case v == nil:
		c.Reply.Nil()
	default:
		c.Reply.Bulk(v)
	}
}

// intOr answers with an integer.
func (c *Call) intOr(n int64, err error) {
	if err != nil {
		c.Fail(err)
		return
	}
	c.Reply.Int(n)
}

// boolInt answers 1 or 0.
func (c *Call) boolInt(b bool, err error) {
	n := int64(0)
	if b {
		n = 1
	}
	c.intOr(n, err)
}
