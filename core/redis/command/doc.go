// Package command turns requests into calls of the store's methods and their
// results into replies.
//
// A handler parses its arguments, calls one method of redis.Tx and writes the
// reply. It checks nothing that the method checks.
//
// # Order of reading
//
//	command.go   a row of the table, and Call: what a handler is given
//	commands.go  the one table, put together of table_*.go: a file per group,
//	             with arity, flags, keys, syntax and summary of each command
//	args.go, numbers.go: arguments in; reply.go: results out; errors.go
//	strings.go, with strings_lcs.go; lists.go, lists_move.go; sets.go; hashes.go:
//	             the handlers of a kind of value each
//	generic.go, with generic_dump.go, generic_expire.go, generic_object.go;
//	             scan.go, sort.go: those of keys, whatever they hold
//	server.go, memory.go, help.go: those of the server
//	getkeys.go   which arguments are keys; describe.go, docs.go and syntax.go: what
//	             COMMAND tells of a row
//	code_of.go   the code of an error whose text is all there is
package command
