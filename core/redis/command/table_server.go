package command

var serverCommands = []Command{
	{
		Name: "bgsave", Group: "server", Arity: -1, Flags: NoAsyncLoading | Admin | NoScript, Run: noFiles,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Saves the data: not supported",
		Syntax: "[SCHEDULE]",
	},
	{
		Name: "command", Group: "server", Arity: -1, Flags: Loading | Stale, ACL: "connection", Tips: "nondeterministic_output_order",
		Since: "2.8.13", Complexity: "O(N), N the number of commands", Summary: "Describes all commands",
		Sub: []Command{
			{
				Name: "count", Group: "server", Arity: 2, Flags: Loading | Stale, ACL: "connection",
				Since: "2.8.13", Complexity: "O(1)", Summary: "Counts the commands",
			},
			{
				Name: "docs", Group: "server", Arity: -2, Flags: Loading | Stale, ACL: "connection", Tips: "nondeterministic_output_order",
				Since: "7.0.0", Complexity: "O(N), N the number of commands", Summary: "Documents commands",
				Syntax: "[command-name [command-name ...]]",
			},
			{
				Name: "getkeys", Group: "server", Arity: -4, Flags: Loading | Stale, ACL: "connection",
				Since: "2.8.13", Complexity: "O(N), N the number of arguments", Summary: "Finds the keys in a request",
				Syntax: "command [arg [arg ...]]",
			},
			{
				Name: "getkeysandflags", Group: "server", Arity: -4, Flags: Loading | Stale, ACL: "connection",
				Since: "7.0.0", Complexity: "O(N), N the number of arguments", Summary: "Finds the keys in a request and what happens to them",
				Syntax: "command [arg [arg ...]]",
			},
			{
				Name: "help", Group: "server", Arity: 2, Flags: Loading | Stale, ACL: "connection", Run: help,
				Since: "5.0.0", Complexity: "O(1)", Summary: "Lists the subcommands",
			},
			{
				Name: "info", Group: "server", Arity: -2, Flags: Loading | Stale, ACL: "connection", Tips: "nondeterministic_output_order",
				Since: "2.8.13", Complexity: "O(N), N the number of commands", Summary: "Describes commands",
				Syntax: "[command-name [command-name ...]]",
			},
			{
				Name: "list", Group: "server", Arity: -2, Flags: Loading | Stale, ACL: "connection", Tips: "nondeterministic_output_order",
				Since: "7.0.0", Complexity: "O(N), N the number of commands", Summary: "Names commands",
				Syntax: "[FILTERBY <MODULE module-name|ACLCAT category|PATTERN pattern>]",
			},
		},
	},
	{
		Name: "config", Group: "server", Arity: -2,
		Since: "2.0.0", Complexity: "Depends on the subcommand", Summary: "Has subcommands about parameters",
		Sub: []Command{
			{
				Name: "get", Group: "server", Arity: -3, Flags: Admin | NoScript | Loading | Stale,
				Since: "2.0.0", Complexity: "O(N), N the number of parameters", Summary: "Gives parameters that match a pattern",
				Syntax: "parameter [parameter ...]",
			},
			{
				Name: "help", Group: "server", Arity: 2, Flags: Loading | Stale, Run: help,
				Since: "5.0.0", Complexity: "O(1)", Summary: "Lists the subcommands",
			},
			{
				Name: "resetstat", Group: "server", Arity: 2, Flags: Admin | NoScript | Loading | Stale,
				Since: "2.0.0", Complexity: "O(1)", Summary: "Sets the counters of INFO back",
			},
			{
				Name: "rewrite", Group: "server", Arity: 2, Flags: Admin | NoScript | Loading | Stale,
				Since: "2.8.0", Complexity: "O(1)", Summary: "Writes the configuration file: there is none",
			},
			{
				Name: "set", Group: "server", Arity: -4, Flags: Admin | NoScript | Loading | Stale, Tips: "request_policy:all_nodes response_policy:all_succeeded",
				Since: "2.0.0", Complexity: "O(N), N the number of parameters", Summary: "Changes parameters",
				Syntax: "parameter value [parameter value ...]",
			},
		},
	},
	{
		Name: "dbsize", Group: "server", Arity: 1, Flags: ReadOnly | Fast, ACL: "keyspace", Tips: "request_policy:all_shards response_policy:agg_sum", Run: dbsize,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Counts the keys of the database",
	},
	{
		Name: "debug", Group: "server", Arity: -2, Flags: Admin | NoScript | Loading | Stale, Run: debug,
		Since: "1.0.0", Complexity: "Depends on the subcommand", Summary: "Is for tests of Redis itself: not allowed",
	},
	{
		Name: "flushall", Group: "server", Arity: -1, Flags: Write, ACL: "keyspace dangerous", Tips: "request_policy:all_shards response_policy:all_succeeded", Run: flushall,
		Since: "1.0.0", Complexity: "O(N), N the number of keys", Summary: "Removes the keys of all databases",
		Syntax: "[ASYNC|SYNC]",
	},
	{
		Name: "flushdb", Group: "server", Arity: -1, Flags: Write, ACL: "keyspace dangerous", Tips: "request_policy:all_shards response_policy:all_succeeded", Run: flushdb,
		Since: "1.0.0", Complexity: "O(N), N the number of keys", Summary: "Removes the keys of the database",
		Syntax: "[ASYNC|SYNC]",
	},
	{
		Name: "info", Group: "server", Arity: -1, Flags: Loading | Stale, ACL: "dangerous", Tips: "nondeterministic_output request_policy:all_shards response_policy:special",
		Since: "1.0.0", Complexity: "O(1)", Summary: "Tells about the server",
		Syntax: "[section [section ...]]",
	},
	{
		Name: "lastsave", Group: "server", Arity: 1, Flags: Loading | Stale | Fast, ACL: "admin dangerous", Tips: "nondeterministic_output", Run: noFiles,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Tells when the data were saved: not supported",
	},
	{
		Name: "latency", Group: "server", Arity: -2,
		Since: "2.8.13", Complexity: "Depends on the subcommand", Summary: "Has subcommands about latency",
		Sub: []Command{
			{
				Name: "doctor", Group: "server", Arity: 2, Flags: Admin | NoScript | Loading | Stale, Tips: "nondeterministic_output request_policy:all_nodes response_policy:special", Run: latencyDoctor,
				Since: "2.8.13", Complexity: "O(1)", Summary: "Explains the latency: nothing is measured",
			},
			{
				Name: "graph", Group: "server", Arity: 3, Flags: Admin | NoScript | Loading | Stale, Tips: "nondeterministic_output request_policy:all_nodes response_policy:special", Run: latencyGraph,
				Since: "2.8.13", Complexity: "O(1)", Summary: "Draws the latency of an event: nothing is measured",
				Syntax: "event",
			},
			{
				Name: "help", Group: "server", Arity: 2, Flags: Loading | Stale, Run: help,
				Since: "2.8.13", Complexity: "O(1)", Summary: "Lists the subcommands",
			},
			{
				Name: "histogram", Group: "server", Arity: -2, Flags: Admin | NoScript | Loading | Stale, Tips: "nondeterministic_output request_policy:all_nodes response_policy:special", Run: latencyHistogram,
				Since: "7.0.0", Complexity: "O(1)", Summary: "Gives the distribution of latencies: nothing is measured",
				Syntax: "[command [command ...]]",
			},
			{
				Name: "history", Group: "server", Arity: 3, Flags: Admin | NoScript | Loading | Stale, Tips: "nondeterministic_output request_policy:all_nodes response_policy:special", Run: emptyList,
				Since: "2.8.13", Complexity: "O(1)", Summary: "Gives the latencies of an event: nothing is measured",
				Syntax: "event",
			},
			{
				Name: "latest", Group: "server", Arity: 2, Flags: Admin | NoScript | Loading | Stale, Tips: "nondeterministic_output request_policy:all_nodes response_policy:special", Run: emptyList,
				Since: "2.8.13", Complexity: "O(1)", Summary: "Gives the latest latencies: nothing is measured",
			},
			{
				Name: "reset", Group: "server", Arity: -2, Flags: Admin | NoScript | Loading | Stale, Tips: "request_policy:all_nodes response_policy:all_succeeded", Run: zero,
				Since: "2.8.13", Complexity: "O(1)", Summary: "Forgets latencies",
				Syntax: "[event [event ...]]",
			},
		},
	},
	{
		Name: "lolwut", Group: "server", Arity: -1, Flags: ReadOnly | Fast, Run: lolwut,
		Since: "5.0.0", Complexity: "O(1)", Summary: "Draws a picture, and tells the version",
		Syntax: "[VERSION version:integer]",
	},
	{
		Name: "memory", Group: "server", Arity: -2,
		Since: "4.0.0", Complexity: "Depends on the subcommand", Summary: "Has subcommands about memory",
		Sub: []Command{
			{
				Name: "doctor", Group: "server", Arity: 2, Tips: "nondeterministic_output request_policy:all_shards response_policy:special", Run: memoryDoctor,
				Since: "4.0.0", Complexity: "O(1)", Summary: "Explains the use of memory",
			},
			{
				Name: "help", Group: "server", Arity: 2, Flags: Loading | Stale, Run: help,
				Since: "4.0.0", Complexity: "O(1)", Summary: "Lists the subcommands",
			},
			{
				Name: "malloc-stats", Group: "server", Arity: 2, Tips: "nondeterministic_output request_policy:all_shards response_policy:special", Run: memoryMallocStats,
				Since: "4.0.0", Complexity: "O(1)", Summary: "Gives figures of the allocator: it has none",
			},
			{
				Name: "purge", Group: "server", Arity: 2, Tips: "request_policy:all_shards response_policy:all_succeeded", Run: memoryPurge,
				Since: "4.0.0", Complexity: "O(1)", Summary: "Returns memory: the runtime does so by itself",
			},
			{
				Name: "usage", Group: "server", Arity: -3, Flags: ReadOnly, First: 2, Last: 2, Step: 1, Access: "RO", Run: memoryUsage,
				Since: "4.0.0", Complexity: "O(N), N the number of elements", Summary: "Estimates the memory of a key",
				Syntax: "key [SAMPLES count]",
			},
		},
	},
	{
		Name: "role", Group: "server", Arity: 1, Flags: NoScript | Loading | Stale | Fast, ACL: "admin dangerous", Run: role,
		Since: "2.8.12", Complexity: "O(1)", Summary: "Tells the part in replication: a master without replicas",
	},
	{
		Name: "save", Group: "server", Arity: 1, Flags: NoAsyncLoading | Admin | NoScript | NoMulti, Run: noFiles,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Saves the data: not supported",
	},
	{
		Name: "slowlog", Group: "server", Arity: -2,
		Since: "2.2.12", Complexity: "Depends on the subcommand", Summary: "Has subcommands about slow requests",
		Sub: []Command{
			{
				Name: "get", Group: "server", Arity: -2, Flags: Admin | Loading | Stale, Tips: "request_policy:all_nodes nondeterministic_output", Run: emptyList,
				Since: "2.2.12", Complexity: "O(1)", Summary: "Gives the slow requests: nothing is timed",
				Syntax: "[count]",
			},
			{
				Name: "help", Group: "server", Arity: 2, Flags: Loading | Stale, Run: help,
				Since: "6.2.0", Complexity: "O(1)", Summary: "Lists the subcommands",
			},
			{
				Name: "len", Group: "server", Arity: 2, Flags: Admin | Loading | Stale, Tips: "request_policy:all_nodes response_policy:agg_sum nondeterministic_output", Run: zero,
				Since: "2.2.12", Complexity: "O(1)", Summary: "Counts the slow requests: nothing is timed",
			},
			{
				Name: "reset", Group: "server", Arity: 2, Flags: Admin | Loading | Stale, Tips: "request_policy:all_nodes response_policy:all_succeeded", Run: noted,
				Since: "2.2.12", Complexity: "O(1)", Summary: "Forgets the slow requests",
			},
		},
	},
	{
		Name: "swapdb", Group: "server", Arity: 3, Flags: Write | Fast, ACL: "keyspace dangerous", Run: swapdb,
		Since: "4.0.0", Complexity: "O(N), N the number of watched keys", Summary: "Exchanges two databases",
		Syntax: "index1:integer index2:integer",
	},
	{
		Name: "time", Group: "server", Arity: 1, Flags: Loading | Stale | Fast, Tips: "nondeterministic_output", Run: timeNow,
		Since: "2.6.0", Complexity: "O(1)", Summary: "Tells the time",
	},
}
