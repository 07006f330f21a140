package command

var genericCommands = []Command{
	{
		Name: "del", Group: "generic", Arity: -2, Flags: Write, First: 1, Last: -1, Step: 1, Access: "RM delete", Run: del,
		Since: "1.0.0", Complexity: "O(N), N the number of keys, and of elements in lists, sets and hashes",
		Summary: "Removes keys", Syntax: "key [key ...]",
	},
}
