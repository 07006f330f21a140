// Package management is RabbitMQ's management HTTP API (reference: 3.10.8) on
// an amqp engine, so that rabbitmqadmin, and clients that ask it about
// connections, work.
//
//	h := management.New(db, management.Options{Version: "1.2.3"})
//	http.Serve(listener, h)
//
// Who asks logs in by HTTP basic authentication as a user of the broker that
// has one of the tags management, policymaker, monitoring and administrator.
// /metrics and what is below it, for Prometheus, is open to everybody who
// reaches the port.
//
// # Order of reading
//
//	management.go  Options, Handler
//	routes.go      the list of all paths
//	call.go        one request: its parts, its answer; access.go: who may what
//	list.go        columns, sorting and pages of lists
//	table.go       argument tables and properties as JSON
//	stats.go       message_stats and rates; system.go: sizes of the process
//	metrics.go     what Prometheus reads where, over metricfamily.go and the table
//	               of all numbers, metricnumbers.go
//	overview.go, node.go, connections.go, channels.go, exchanges.go, queues.go,
//	bindings.go, messages.go, vhosts.go, users.go, permissions.go,
//	topicpermissions.go, policies.go, limits.go, parameters.go, definitions.go,
//	health.go: the answers, one kind a file
package management
