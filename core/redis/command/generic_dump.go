package command

import "github.com/twelvefold/twelvefold/core/redis"

// DUMP key: the payload, nil where there is no such key.
func dump(c *Call) {
	payload, ok := c.Tx.Dump(c.Args[1])
	if !ok {
		c.Reply.Nil()
		return
	}
	c.Reply.Bulk(payload)
}

// RESTORE key ttl payload [options]. Errors come in Redis' order: of the options,
// of the key, of the time to live, of the payload.
func restore(c *Call) {
	o, err := c.restoreArgs()
	if err != nil {
		c.Fail(err)
		return
	}
	if !o.Replace && c.Tx.Exists(c.Args[1]) { // told before a bad time to live
		c.Fail(redis.ErrBusyKey)
		return
	}
	if o.TTL, err = c.integer(2); err != nil {
		c.Fail(err)
		return
	}
	c.done(c.Tx.Restore(c.Args[1], c.Args[3], o))
}

// restoreArgs reads the options. FREQ is checked and then forgotten: nothing
// here counts how often a key is used. It and IDLETIME exclude each other.
func (c *Call) restoreArgs() (o redis.RestoreOptions, err error) {
	idle, freq := false, false
	for i := 4; i < len(c.Args) && err == nil; i++ {
		switch {
		case c.option(i, "REPLACE", 0):
			o.Replace = true
		case c.option(i, "ABSTTL", 0):
			o.Absolute = true
		case c.option(i, "IDLETIME", 1) && !freq:
			i++
			if o.Idle, err = c.integer(i); err == nil && o.Idle < 0 {
				err = redis.ErrRestoreIdle
			}
			idle = true
		case c.option(i, "FREQ", 1) && !idle:
			i++
			var n int64
			if n, err = c.integer(i); err == nil && (n < 0 || n > 255) {
				err = redis.ErrRestoreFreq
			}
			freq = true
		default:
			err = redis.ErrSyntax
		}
	}
	return o, err
}
