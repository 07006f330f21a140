package command

var stringCommands = []Command{
	{
		Name: "get", Group: "string", Arity: 2, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO access", Run: get,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Gives the string under a key", Syntax: "key",
	},
	{
		Name: "set", Group: "string", Arity: -3, Flags: Write | DenyOOM, First: 1, Last: 1, Step: 1, Access: "RW access update variable_flags", Run: set,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Stores a string under a key, whatever was there",
		Syntax: "key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]",
	},
}
