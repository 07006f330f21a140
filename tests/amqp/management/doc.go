// Package management holds our management API beside that of a real
// rabbitmq-server: the same things are declared in both, and every field that
// RabbitMQ's answers have must be in ours, or in the list of those that are
// left out on purpose (omitted.go). So must be every number for Prometheus, and
// ours has no other.
package management
