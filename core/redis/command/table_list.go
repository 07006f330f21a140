package command

// listCommands work on lists.
var listCommands = []Command{
	{
		Name: "lindex", Group: "list", Arity: 3, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: lindex,
		Since: "1.0.0", Complexity: "O(N), N the distance from the nearer end",
		Summary: "Gives one element of a list",
		Syntax:  "key index",
	},
	{
		Name: "linsert", Group: "list", Arity: 5, Flags: Write | DenyOOM, First: 1, Last: 1, Step: 1, Access: "RW insert", Run: linsert,
		Since: "2.2.0", Complexity: "O(N), N the distance of the pivot from the head",
		Summary: "Puts an element before or after another",
		Syntax:  "key <BEFORE|AFTER> pivot element",
	},
	{
		Name: "llen", Group: "list", Arity: 2, Flags: ReadOnly | Fast, First: 1, Last: 1, Step: 1, Access: "RO", Run: llen,
		Since: "1.0.0", Complexity: "O(1)",
		Summary: "Gives the length of a list",
		Syntax:  "key",
	},
	{
		Name: "lmove", Group: "list", Arity: 5, Flags: Write | DenyOOM, First: 1, Last: 2, Step: 1, Run: lmove,
		Keys: []KeySpec{
			{Access: "RW access delete", Index: 1, Step: 1},
			{Access: "RW insert", Index: 2, Step: 1},
		},
		Since: "6.2.0", Complexity: "O(1)",
		Summary: "Takes an element off one list and adds it to another",
		Syntax:  "source destination <LEFT|RIGHT> <LEFT|RIGHT>",
	},
	{
		Name: "lmpop", Group: "list", Arity: -4, Flags: Write | MovableKeys, Run: lmpop,
		Keys: []KeySpec{
			{Access: "RW access delete", Index: 1, KeyNum: true, Step: 1},
		},
		Since: "7.0.0", Complexity: "O(N+M), N the number of keys, M of elements given",
		Summary: "Takes elements off the first list that there is",
		Syntax:  "numkeys key [key ...] <LEFT|RIGHT> [COUNT count]",
	},
	{
		Name: "lpop", Group: "list", Arity: -2, Flags: Write | Fast, First: 1, Last: 1, Step: 1, Access: "RW access delete", Run: lpop,
		Since: "1.0.0", Complexity: "O(N), N the number of elements given",
		Summary: "Takes elements off the head of a list",
		Syntax:  "key [count]",
	},
	{
		Name: "lpos", Group: "list", Arity: -3, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: lpos,
		Since: "6.0.6", Complexity: "O(N), N the length of the list",
		Summary: "Finds the places of an element in a list",
		Syntax:  "key element [RANK rank] [COUNT num-matches] [MAXLEN len:integer]",
	},
	{
		Name: "lpush", Group: "list", Arity: -3, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW insert", Run: lpush,
		Since: "1.0.0", Complexity: "O(N), N the number of elements added",
		Summary: "Adds elements at the head of a list, and creates it if it is not there",
		Syntax:  "key element [element ...]",
	},
	{
		Name: "lpushx", Group: "list", Arity: -3, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW insert", Run: lpushx,
		Since: "2.2.0", Complexity: "O(N), N the number of elements added",
		Summary: "Adds elements at the head of a list that is there",
		Syntax:  "key element [element ...]",
	},
	{
		Name: "lrange", Group: "list", Arity: 4, Flags: ReadOnly, First: 1, Last: 1, Step: 1, Access: "RO access", Run: lrange,
		Since: "1.0.0", Complexity: "O(S+N), S the distance of the first element from the nearer end, N the number given",
		Summary: "Gives a part of a list",
		Syntax:  "key start stop",
	},
	{
		Name: "lrem", Group: "list", Arity: 4, Flags: Write, First: 1, Last: 1, Step: 1, Access: "RW delete", Run: lrem,
		Since: "1.0.0", Complexity: "O(N), N the length of the list",
		Summary: "Removes elements equal to one from a list",
		Syntax:  "key count element",
	},
	{
		Name: "lset", Group: "list", Arity: 4, Flags: Write | DenyOOM, First: 1, Last: 1, Step: 1, Access: "RW update", Run: lset,
		Since: "1.0.0", Complexity: "O(N), N the distance from the nearer end",
		Summary: "Replaces one element of a list",
		Syntax:  "key index element",
	},
	{
		Name: "ltrim", Group: "list", Arity: 4, Flags: Write, First: 1, Last: 1, Step: 1, Access: "RW delete", Run: ltrim,
		Since: "1.0.0", Complexity: "O(N), N the number of elements removed",
		Summary: "Removes all but a part of a list",
		Syntax:  "key start stop",
	},
	{
		Name: "rpop", Group: "list", Arity: -2, Flags: Write | Fast, First: 1, Last: 1, Step: 1, Access: "RW access delete", Run: rpop,
		Since: "1.0.0", Complexity: "O(N), N the number of elements given",
		Summary: "Takes elements off the tail of a list",
		Syntax:  "key [count]",
	},
	{
		Name: "rpoplpush", Group: "list", Arity: 3, Flags: Write | DenyOOM, First: 1, Last: 2, Step: 1, Run: rpoplpush,
		Keys: []KeySpec{
			{Access: "RW access delete", Index: 1, Step: 1},
			{Access: "RW insert", Index: 2, Step: 1},
		},
		Since: "1.2.0", Complexity: "O(1)",
		Deprecated: "6.2.0", ReplacedBy: "LMOVE with RIGHT and LEFT",
		Summary: "Takes the tail off one list and makes it the head of another",
		Syntax:  "source destination",
	},
	{
		Name: "rpush", Group: "list", Arity: -3, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW insert", Run: rpush,
		Since: "1.0.0", Complexity: "O(N), N the number of elements added",
		Summary: "Adds elements at the tail of a list, and creates it if it is not there",
		Syntax:  "key element [element ...]",
	},
	{
		Name: "rpushx", Group: "list", Arity: -3, Flags: Write | DenyOOM | Fast, First: 1, Last: 1, Step: 1, Access: "RW insert", Run: rpushx,
		Since: "2.2.0", Complexity: "O(N), N the number of elements added",
		Summary: "Adds elements at the tail of a list that is there",
		Syntax:  "key element [element ...]",
	},
}
