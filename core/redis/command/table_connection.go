package command

// connectionCommands are run by package session, as is every row without Run.
var connectionCommands = []Command{
	{
		Name: "auth", Group: "connection", Arity: -2, Flags: NoScript | Loading | Stale | Fast | NoAuth | AllowBusy,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Logs in",
		Syntax: "[username] password",
	},
	{
		Name: "client", Group: "connection", Arity: -2, ACL: "-",
		Since: "2.4.0", Complexity: "Depends on the subcommand", Summary: "Has subcommands about connections",
		Sub: []Command{
			{
				Name: "getname", Group: "connection", Arity: 2, Flags: NoScript | Loading | Stale,
				Since: "2.6.9", Complexity: "O(1)", Summary: "Gives the name of the connection",
			},
			{
				Name: "getredir", Group: "connection", Arity: 2, Flags: NoScript | Loading | Stale,
				Since: "6.0.0", Complexity: "O(1)", Summary: "Gives the connection that is told about tracked keys, -1 for none",
			},
			{
				Name: "help", Group: "connection", Arity: 2, Flags: Loading | Stale, Run: help,
				Since: "5.0.0", Complexity: "O(1)", Summary: "Lists the subcommands",
			},
			{
				Name: "id", Group: "connection", Arity: 2, Flags: NoScript | Loading | Stale,
				Since: "5.0.0", Complexity: "O(1)", Summary: "Gives the number of the connection",
			},
			{
				Name: "info", Group: "connection", Arity: 2, Flags: NoScript | Loading | Stale, Tips: "nondeterministic_output",
				Since: "6.2.0", Complexity: "O(1)", Summary: "Describes the connection",
			},
			{
				Name: "kill", Group: "connection", Arity: -3, Flags: Admin | NoScript | Loading | Stale,
				Since: "2.4.0", Complexity: "O(N), N the number of connections", Summary: "Ends connections",
				Syntax: "<ip:port|[ID client-id] [TYPE <normal|master|slave|replica|pubsub>] [USER username] [ADDR address] [LADDR address] [SKIPME yes/no]>",
			},
			{
				Name: "list", Group: "connection", Arity: -2, Flags: Admin | NoScript | Loading | Stale, Tips: "nondeterministic_output",
				Since: "2.4.0", Complexity: "O(N), N the number of connections", Summary: "Describes all connections",
				Syntax: "[TYPE <normal|master|replica|pubsub>] [ID client-id [client-id ...]]",
			},
			{
				Name: "no-evict", Group: "connection", Arity: 3, Flags: Admin | NoScript | Loading | Stale,
				Since: "7.0.0", Complexity: "O(1)", Summary: "Keeps the connection from being evicted: none ever is",
				Syntax: "<ON|OFF>",
			},
			{
				Name: "pause", Group: "connection", Arity: -3, Flags: Admin | NoScript | Loading | Stale,
				Since: "2.9.50", Complexity: "O(1)", Summary: "Holds the requests of all connections back for a time",
				Syntax: "milliseconds [WRITE|ALL]",
			},
			{
				Name: "reply", Group: "connection", Arity: 3, Flags: NoScript | Loading | Stale,
				Since: "3.2.0", Complexity: "O(1)", Summary: "Switches the replies to the connection on or off",
				Syntax: "<ON|OFF|SKIP>",
			},
			{
				Name: "setname", Group: "connection", Arity: 3, Flags: NoScript | Loading | Stale,
				Since: "2.6.9", Complexity: "O(1)", Summary: "Names the connection",
				Syntax: "connection-name",
			},
			{
				Name: "trackinginfo", Group: "connection", Arity: 2, Flags: NoScript | Loading | Stale,
				Since: "6.2.0", Complexity: "O(1)", Summary: "Tells what keys are tracked for the connection: none",
			},
			{
				Name: "unblock", Group: "connection", Arity: -3, Flags: Admin | NoScript | Loading | Stale,
				Since: "5.0.0", Complexity: "O(1)", Summary: "Ends the waiting of another connection",
				Syntax: "client-id [TIMEOUT|ERROR]",
			},
			{
				Name: "unpause", Group: "connection", Arity: 2, Flags: Admin | NoScript | Loading | Stale,
				Since: "6.2.0", Complexity: "O(N), N the number of connections", Summary: "Ends a pause",
			},
		},
	},
	{
		Name: "echo", Group: "connection", Arity: 2, Flags: Loading | Stale | Fast,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Gives its argument back",
		Syntax: "message",
	},
	{
		Name: "hello", Group: "connection", Arity: -1, Flags: NoScript | Loading | Stale | Fast | NoAuth | AllowBusy,
		Since: "6.0.0", Complexity: "O(1)", Summary: "Greets the server and chooses the version of the protocol",
		Syntax: "[protover:integer [AUTH username password] [SETNAME clientname]]",
	},
	{
		Name: "ping", Group: "connection", Arity: -1, Flags: Fast, Tips: "request_policy:all_shards response_policy:all_succeeded",
		Since: "1.0.0", Complexity: "O(1)", Summary: "Answers PONG, or the given message",
		Syntax: "[message]",
	},
	{
		Name: "quit", Group: "connection", Arity: -1, Flags: AllowBusy | NoScript | Loading | Stale | Fast | NoAuth,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Ends the connection",
	},
	{
		Name: "reset", Group: "connection", Arity: 1, Flags: NoScript | Loading | Stale | Fast | NoAuth | AllowBusy,
		Since: "6.2.0", Complexity: "O(1)", Summary: "Makes the connection as if it were new",
	},
	{
		Name: "select", Group: "connection", Arity: 2, Flags: Loading | Stale | Fast,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Chooses the database of the connection",
		Syntax: "index",
	},
}
