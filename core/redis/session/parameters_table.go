package session

import (
	"math"
	"strconv"

	"github.com/twelvefold/twelvefold/core/redis"
)

// parameters is the table of CONFIG GET and CONFIG SET: those of Redis that
// have an effect here, those that clients and tools ask for, with the value
// that is true here, and those that may be set without any effect.
var parameters = []parameter{
	// With an effect.
	{name: "requirepass", kind: text,
		get: func(c *Conn) string { return c.server.password },
		set: func(c *Conn, value string) { c.server.setPassword(value) }},
	{name: "proto-max-bulk-len", kind: memory, min: 1 << 20, max: 1<<31 - 1,
		get: func(c *Conn) string { return strconv.Itoa(c.tx.MaxValueSize()) },
		set: func(c *Conn, value string) {
			n, _ := strconv.Atoi(value)
			c.tx.SetMaxValueSize(n)
		}},
	{name: "maxmemory-clients", kind: memory, max: math.MaxInt64,
		get: func(c *Conn) string { return strconv.FormatInt(c.server.waits.limit.Load(), 10) },
		set: func(c *Conn, value string) {
			n, _ := strconv.ParseInt(value, 10, 64)
			c.server.waits.limit.Store(n)
		}},
	compact("hash-max-listpack-entries", "hash-max-ziplist-entries", func(e *redis.Encodings) *int { return &e.HashMaxListpackEntries }),
	compact("hash-max-listpack-value", "hash-max-ziplist-value", func(e *redis.Encodings) *int { return &e.HashMaxListpackValue }),
	compact("set-max-intset-entries", "", func(e *redis.Encodings) *int { return &e.SetMaxIntsetEntries }),

	// As the store was opened.
	{name: "databases", kind: immutable, get: func(c *Conn) string { return strconv.Itoa(c.tx.DatabaseCount()) }},
	{name: "maxclients", get: func(c *Conn) string { return strconv.Itoa(c.server.opts.MaxClients) }},
	{name: "port", get: func(c *Conn) string { return strconv.Itoa(c.server.opts.Port) }},

	// How things are here: no files, no replication, no cluster, no limit of
	// memory, no modules, nothing timed.
	{name: "aof-use-rdb-preamble", usual: "yes"},
	{name: "appendfsync", usual: "everysec"},
	{name: "appendonly", usual: "no"},
	{name: "bind", usual: ""},
	{name: "client-query-buffer-limit", usual: "1073741824"},
	{name: "cluster-enabled", kind: immutable, usual: "no"},
	{name: "daemonize", kind: immutable, usual: "no"},
	{name: "dbfilename", usual: ""},
	{name: "dir", usual: ""},
	{name: "enable-debug-command", kind: immutable, usual: "no"},
	{name: "enable-module-command", kind: immutable, usual: "no"},
	{name: "enable-protected-configs", kind: immutable, usual: "no"},
	{name: "io-threads", kind: immutable, usual: "1"},
	{name: "latency-tracking", usual: "no"},
	{name: "logfile", kind: immutable, usual: ""},
	{name: "maxmemory", usual: "0"},
	{name: "maxmemory-policy", usual: "noeviction"},
	{name: "notify-keyspace-events", usual: ""},
	{name: "replicaof", alias: "slaveof", usual: ""},
	{name: "replica-read-only", alias: "slave-read-only", usual: "yes"},
	{name: "repl-backlog-size", usual: "1048576"},
	{name: "save", usual: ""},
	{name: "slowlog-log-slower-than", usual: "-1"},
	{name: "tls-port", usual: "0"},
	{name: "unixsocket", kind: immutable, usual: ""},

	// Kept, without an effect.
	{name: "active-expire-effort", usual: "1", kind: number, min: 1, max: 10},
	{name: "activedefrag", usual: "no", kind: yesNo},
	{name: "activerehashing", usual: "yes", kind: yesNo},
	{name: "busy-reply-threshold", alias: "lua-time-limit", usual: "5000", kind: number, max: math.MaxInt64},
	{name: "dynamic-hz", usual: "yes", kind: yesNo},
	{name: "hz", usual: "10", kind: number, max: math.MaxInt32},
	{name: "latency-monitor-threshold", usual: "0", kind: number, max: math.MaxInt64},
	{name: "lazyfree-lazy-eviction", usual: "no", kind: yesNo},
	{name: "lazyfree-lazy-expire", usual: "no", kind: yesNo},
	{name: "lazyfree-lazy-server-del", usual: "no", kind: yesNo},
	{name: "lazyfree-lazy-user-del", usual: "no", kind: yesNo},
	{name: "lazyfree-lazy-user-flush", usual: "no", kind: yesNo},
	{name: "lfu-decay-time", usual: "1", kind: number, max: math.MaxInt32},
	{name: "lfu-log-factor", usual: "10", kind: number, max: math.MaxInt32},
	{name: "list-compress-depth", usual: "0", kind: number, max: math.MaxInt32},
	{name: "list-max-listpack-size", alias: "list-max-ziplist-size", usual: "-2", kind: number, min: math.MinInt32, max: math.MaxInt32},
	{name: "loglevel", usual: "notice", kind: text},
	{name: "maxmemory-samples", usual: "5", kind: number, min: 1, max: math.MaxInt32},
	{name: "rdbcompression", usual: "yes", kind: yesNo},
	{name: "sanitize-dump-payload", usual: "no", kind: text},
	{name: "slowlog-max-len", usual: "128", kind: number, max: math.MaxInt64},
	{name: "stop-writes-on-bgsave-error", usual: "yes", kind: yesNo},
	{name: "tcp-keepalive", usual: "300", kind: number, max: math.MaxInt32},
	{name: "timeout", usual: "0", kind: number, max: math.MaxInt32},
	{name: "zset-max-listpack-entries", alias: "zset-max-ziplist-entries", usual: "128", kind: number, max: math.MaxInt64},
	{name: "zset-max-listpack-value", alias: "zset-max-ziplist-value", usual: "64", kind: number, max: math.MaxInt64},
}

// setPassword changes requirepass. Who is connected already stays in.
func (s *Server) setPassword(password string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.password = password
}
