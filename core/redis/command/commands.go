package command

import "slices"

// Table is every command. To add one: its method on redis.Tx, its handler in
// the file of its group, its row in the table of its group (table_*.go), and a
// case under conformance/cases/redis.
var Table = slices.Concat(
	genericCommands,
	stringCommands,
	listCommands,
	setCommands,
	hashCommands,
	connectionCommands,
	transactionCommands,
	serverCommands,
)
