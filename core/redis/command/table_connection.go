package command

// connectionCommands are run by package session.
var connectionCommands = []Command{
	{
		Name: "ping", Group: "connection", Arity: -1, Flags: Fast,
		Since: "1.0.0", Complexity: "O(1)", Summary: "Answers PONG, or the given message", Syntax: "[message]",
	},
}
