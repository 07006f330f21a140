package command

import (
	"github.com/twelvefold/twelvefold/core/redis"
)

// The commands here tell of measurements. Most are not made: then the answer
// is that of a Redis that has measured nothing yet.

func emptyList(c *Call) { c.Reply.Array(0) }
func zero(c *Call)      { c.Reply.Int(0) }
func noted(c *Call)     { c.Reply.OK() }

func latencyDoctor(c *Call) {
	c.Reply.Verbatim("txt", "Latency is not measured.\n")
}

func latencyGraph(c *Call) {
	c.Reply.Error("ERR No samples available for event '" + string(c.Args[2]) + "'")
}

func latencyHistogram(c *Call) { c.Reply.Map(0) }

func memoryDoctor(c *Call) {
	c.Reply.Verbatim("txt", "Memory is managed by the runtime; there is nothing to advise.\n")
}

func memoryMallocStats(c *Call) {
	c.Reply.BulkString("Stats not supported for the current allocator")
}

func memoryPurge(c *Call) { c.Reply.OK() }

// memoryUsage looks at every element, so that SAMPLES is only checked.
func memoryUsage(c *Call) {
	for i := 3; i < len(c.Args); i += 2 { // all elements are looked at, whatever the sample
		if !Is(c.Args[i], "SAMPLES") || i+1 == len(c.Args) {
			c.Fail(redis.ErrSyntax)
			return
		}
		n, err := c.integer(i + 1)
		if err == nil && n < 0 {
			err = redis.ErrSyntax
		}
		if err != nil {
			c.Fail(err)
			return
		}
	}
	n, found := c.Tx.MemoryUsage(c.Args[2])
	if !found {
		c.Reply.Nil()
		return
	}
	c.Reply.Int(int64(n))
}
