package command

// Table is every command, in groups. To add one: its method on redis.Tx, its
// handler in the file of its group, its row here, and a case under
// conformance/cases/redis.
var Table = []Command{
	// generic
	{Name: "del", Group: "generic", Arity: -2, Flags: Write, First: 1, Last: -1, Step: 1, Run: del},

	// string
	{Name: "get", Group: "string", Arity: 2, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Run: get},
	{Name: "set", Group: "string", Arity: -3, Flags: Write | DenyOOM, First: 1, Last: 1, Step: 1, Run: set},

	// connection: run by session
	{Name: "ping", Group: "connection", Arity: -1, Flags: Fast},
}
