package command

var transactionCommands = []Command{
	{
		Name: "discard", Group: "transactions", Arity: 1, Flags: NoScript | Loading | Stale | Fast | AllowBusy,
		Since: "2.0.0", Complexity: "O(N), N the number of queued requests", Summary: "Forgets a transaction",
	},
	{
		Name: "exec", Group: "transactions", Arity: 1, Flags: NoScript | Loading | Stale | SkipSlowlog,
		Since: "1.2.0", Complexity: "Depends on the queued requests", Summary: "Runs a transaction",
	},
	{
		Name: "multi", Group: "transactions", Arity: 1, Flags: NoScript | Loading | Stale | Fast | AllowBusy,
		Since: "1.2.0", Complexity: "O(1)", Summary: "Begins a transaction",
	},
	{
		Name: "unwatch", Group: "transactions", Arity: 1, Flags: NoScript | Loading | Stale | Fast | AllowBusy,
		Since: "2.2.0", Complexity: "O(N), N the number of watched keys", Summary: "Forgets the watched keys",
	},
	{
		Name: "watch", Group: "transactions", Arity: -2, Flags: NoScript | Loading | Stale | Fast | AllowBusy, First: 1, Last: -1, Step: 1, Access: "RO",
		Since: "2.2.0", Complexity: "O(1) for each key", Summary: "Makes the next transaction depend on keys staying as they are",
		Syntax: "key [key ...]",
	},
}
