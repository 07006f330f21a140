// Package session is one client's connection to a store: requests in, replies
// out, and what a connection remembers in between (database, protocol version,
// transaction, name). It does no I/O; core/engine tells how it is driven.
//
// # Order of reading
//
//	server.go       what the connections to one store share
//	conn.go         Conn: Feed, Out, Deadline, Close
//	backlog.go      what waits for a client that sends and doesn't read
//	execute.go      from a request to its handler: what is asked before it runs
//	connection.go   the handlers that are about the connection, by name
//	auth.go         AUTH, HELLO; client.go, clientlist.go, clientkill.go, pause.go: CLIENT
//	transaction.go  MULTI, EXEC, WATCH
//	introspection.go  COMMAND; info.go and counters.go: INFO
//	config.go       CONFIG, over parameters.go and parameters_table.go
package session
