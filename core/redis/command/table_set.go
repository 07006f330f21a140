package command

// setCommands work on sets.
var setCommands = []Command{
	{
		Name: "sadd", Group: "set", Arity: -3, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW insert", Run: sadd,
		Since: "1.0.0", Complexity: "O(N), N the number of members added",
		Summary: "Adds members to a set, and creates it if it is not there",
		Syntax:  "key member [member ...]",
	},
	{
		Name: "scard", Group: "set", Arity: 2, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO", Run: scard,
		Since: "1.0.0", Complexity: "O(1)",
		Summary: "Gives the number of members of a set",
		Syntax:  "key",
	},
	{
		Name: "sdiff", Group: "set", Arity: -2, Flags: ReadOnly, First: 1, Last: -1, Step: 1, Access: "RO access", Run: sdiff,
		Tips:  "nondeterministic_output_order",
		Since: "1.0.0", Complexity: "O(N), N the number of members in all sets",
		Summary: "Gives the members of the first set that are in none of the others",
		Syntax:  "key [key ...]",
	},
	{
		Name: "sdiffstore", Group: "set", Arity: -3, Flags: Write | DenyOOM, First: 1, Last: -1, Step: 1, Run: sdiffstore,
		Keys: []KeySpec{
			{Access: "OW update", Index: 1, Step: 1},
			{Access: "RO access", Index: 2, Last: -1, Step: 1},
		},
		Since: "1.0.0", Complexity: "O(N), N the number of members in all sets",
		Summary: "Stores the members of the first set that are in none of the others",
		Syntax:  "destination key [key ...]",
	},
	{
		Name: "sinter", Group: "set", Arity: -2, Flags: ReadOnly, First: 1, Last: -1, Step: 1, Access: "RO access", Run: sinter,
		Tips:  "nondeterministic_output_order",
		Since: "1.0.0", Complexity: "O(N*M), N the size of the smallest set, M the number of sets",
		Summary: "Gives the members that are in all sets",
		Syntax:  "key [key ...]",
	},
	{
		Name: "sintercard", Group: "set", Arity: -3, Flags: ReadOnly | MovableKeys, Run: sintercard,
		Keys: []KeySpec{
			{Access: "RO access", Index: 1, KeyNum: true, Step: 1},
		},
		Since: "7.0.0", Complexity: "O(N*M), N the size of the smallest set, M the number of sets",
		Summary: "Counts the members that are in all sets",
		Syntax:  "numkeys key [key ...] [LIMIT limit]",
	},
	{
		Name: "sinterstore", Group: "set", Arity: -3, Flags: Write | DenyOOM, First: 1, Last: -1, Step: 1, Run: sinterstore,
		Keys: []KeySpec{
			{Access: "RW update", Index: 1, Step: 1},
			{Access: "RO access", Index: 2, Last: -1, Step: 1},
		},
		Since: "1.0.0", Complexity: "O(N*M), N the size of the smallest set, M the number of sets",
		Summary: "Stores the members that are in all sets",
		Syntax:  "destination key [key ...]",
	},
	{
		Name: "sismember", Group: "set", Arity: 3, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO", Run: sismember,
		Since: "1.0.0", Complexity: "O(1)",
		Summary: "Tells whether a set has a member",
		Syntax:  "key member",
	},
	{
		Name: "smembers", Group: "set", Arity: 2, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: smembers,
		Tips:  "nondeterministic_output_order",
		Since: "1.0.0", Complexity: "O(N), N the size of the set",
		Summary: "Gives all members of a set",
		Syntax:  "key",
	},
	{
		Name: "smismember", Group: "set", Arity: -3, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO access", Run: smismember,
		Since: "6.2.0", Complexity: "O(N), N the number of members asked for",
		Summary: "Tells of several members whether a set has them",
		Syntax:  "key member [member ...]",
	},
	{
		Name: "smove", Group: "set", Arity: 4, Flags: Write | Fast, First: 1, Last: 2, Step: 1, Run: smove,
		Keys: []KeySpec{
			{Access: "RW access delete", Index: 1, Step: 1},
			{Access: "RW insert", Index: 2, Step: 1},
		},
		Since: "1.0.0", Complexity: "O(1)",
		Summary: "Moves a member from one set to another",
		Syntax:  "source destination member",
	},
	{
		Name: "spop", Group: "set", Arity: -2, Flags: Write | Fast, First: 1, Last: 1, Step: 1, Access: "RW access delete", Run: spop,
		Tips:  "nondeterministic_output",
		Since: "1.0.0", Complexity: "O(N), N the number of members given",
		Summary: "Takes random members out of a set",
		Syntax:  "key [count]",
	},
	{
		Name: "srandmember", Group: "set", Arity: -2, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: srandmember,
		Tips:  "nondeterministic_output",
		Since: "1.0.0", Complexity: "O(N), N the number of members given",
		Summary: "Gives random members of a set",
		Syntax:  "key [count]",
	},
	{
		Name: "srem", Group: "set", Arity: -3, Flags: Write | Fast, First: 1, Last: 1, Step: 1, Access: "RW delete", Run: srem,
		Since: "1.0.0", Complexity: "O(N), N the number of members removed",
		Summary: "Removes members from a set",
		Syntax:  "key member [member ...]",
	},
	{
		Name: "sscan", Group: "set", Arity: -3, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: sscan,
		Tips:  "nondeterministic_output",
		Since: "2.8.0", Complexity: "O(1) a call, O(N) for all N members",
		Summary: "Goes through the members of a set step by step",
		Syntax:  "key cursor [MATCH pattern] [COUNT count]",
	},
	{
		Name: "sunion", Group: "set", Arity: -2, Flags: ReadOnly, First: 1, Last: -1, Step: 1, Access: "RO access", Run: sunion,
		Tips:  "nondeterministic_output_order",
		Since: "1.0.0", Complexity: "O(N), N the number of members in all sets",
		Summary: "Gives the members that are in any of the sets",
		Syntax:  "key [key ...]",
	},
	{
		Name: "sunionstore", Group: "set", Arity: -3, Flags: Write | DenyOOM, First: 1, Last: -1, Step: 1, Run: sunionstore,
		Keys: []KeySpec{
			{Access: "OW update", Index: 1, Step: 1},
			{Access: "RO access", Index: 2, Last: -1, Step: 1},
		},
		Since: "1.0.0", Complexity: "O(N), N the number of members in all sets",
		Summary: "Stores the members that are in any of the sets",
		Syntax:  "destination key [key ...]",
	},
}
