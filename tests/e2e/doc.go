// Package e2e tests the binary from outside: real processes, real sockets, and
// clients that we did not write.
package e2e
