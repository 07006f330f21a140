package command

// hashCommands work on hashes.
var hashCommands = []Command{
	{
		Name: "hdel", Group: "hash", Arity: -3, Flags: Write | Fast, First: 1, Last: 1, Step: 1, Access: "RW delete", Run: hdel,
		Since: "2.0.0", Complexity: "O(N), N the number of fields removed",
		Summary: "Removes fields from a hash",
		Syntax:  "key field [field ...]",
	},
	{
		Name: "hexists", Group: "hash", Arity: 3, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO", Run: hexists,
		Since: "2.0.0", Complexity: "O(1)",
		Summary: "Tells whether a hash has a field",
		Syntax:  "key field",
	},
	{
		Name: "hget", Group: "hash", Arity: 3, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO access", Run: hget,
		Since: "2.0.0", Complexity: "O(1)",
		Summary: "Gives the value of a field",
		Syntax:  "key field",
	},
	{
		Name: "hgetall", Group: "hash", Arity: 2, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: hgetall,
		Tips:  "nondeterministic_output_order",
		Since: "2.0.0", Complexity: "O(N), N the size of the hash",
		Summary: "Gives all fields of a hash with their values",
		Syntax:  "key",
	},
	{
		Name: "hincrby", Group: "hash", Arity: 4, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW access update", Run: hincrby,
		Since: "2.0.0", Complexity: "O(1)",
		Summary: "Adds to the integer in a field, 0 where there is none",
		Syntax:  "key field increment",
	},
	{
		Name: "hincrbyfloat", Group: "hash", Arity: 4, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW access update", Run: hincrbyfloat,
		Since: "2.6.0", Complexity: "O(1)",
		Summary: "Adds to the number in a field, 0 where there is none",
		Syntax:  "key field increment:double",
	},
	{
		Name: "hkeys", Group: "hash", Arity: 2, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: hkeys,
		Tips:  "nondeterministic_output_order",
		Since: "2.0.0", Complexity: "O(N), N the size of the hash",
		Summary: "Gives all fields of a hash",
		Syntax:  "key",
	},
	{
		Name: "hlen", Group: "hash", Arity: 2, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO", Run: hlen,
		Since: "2.0.0", Complexity: "O(1)",
		Summary: "Gives the number of fields of a hash",
		Syntax:  "key",
	},
	{
		Name: "hmget", Group: "hash", Arity: -3, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO access", Run: hmget,
		Since: "2.0.0", Complexity: "O(N), N the number of fields asked for",
		Summary: "Gives the values of several fields",
		Syntax:  "key field [field ...]",
	},
	{
		Name: "hmset", Group: "hash", Arity: -4, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW update", Run: hmset,
		Since: "2.0.0", Complexity: "O(N), N the number of fields set",
		Deprecated: "4.0.0", ReplacedBy: "HSET with several fields",
		Summary: "Sets fields of a hash",
		Syntax:  "key field value [field value ...]",
	},
	{
		Name: "hrandfield", Group: "hash", Arity: -2, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: hrandfield,
		Tips:  "nondeterministic_output",
		Since: "6.2.0", Complexity: "O(N), N the number of fields given",
		Summary: "Gives random fields of a hash",
		Syntax:  "key [count [WITHVALUES]]",
	},
	{
		Name: "hscan", Group: "hash", Arity: -3, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: hscan,
		Tips:  "nondeterministic_output",
		Since: "2.8.0", Complexity: "O(1) a call, O(N) for all N fields",
		Summary: "Goes through the fields of a hash step by step",
		Syntax:  "key cursor [MATCH pattern] [COUNT count]",
	},
	{
		Name: "hset", Group: "hash", Arity: -4, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW update", Run: hset,
		Since: "2.0.0", Complexity: "O(N), N the number of fields set",
		Summary: "Sets fields of a hash, and creates it if it is not there",
		Syntax:  "key field value [field value ...]",
	},
	{
		Name: "hsetnx", Group: "hash", Arity: 4, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW insert", Run: hsetnx,
		Since: "2.0.0", Complexity: "O(1)",
		Summary: "Sets a field of a hash where there is no such field",
		Syntax:  "key field value",
	},
	{
		Name: "hstrlen", Group: "hash", Arity: 3, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO", Run: hstrlen,
		Since: "3.2.0", Complexity: "O(1)",
		Summary: "Gives the length of a field's value",
		Syntax:  "key field",
	},
	{
		Name: "hvals", Group: "hash", Arity: 2, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: hvals,
		Tips:  "nondeterministic_output_order",
		Since: "2.0.0", Complexity: "O(N), N the size of the hash",
		Summary: "Gives all values of a hash",
		Syntax:  "key",
	},
}
