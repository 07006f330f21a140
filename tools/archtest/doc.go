// Package archtest holds the house rules of docs/ARCHITECTURE.md as data, and
// checks the tree against them: which room may import which, what the engines
// may know of the machine, what an engine's room holds, how long a file gets.
// Every finding names what to use instead.
//
// policy.go is the data; to change a rule, change it there. tree.go reads the
// source, all build tags at once; imports.go, symbols.go and rooms.go check it;
// reach.go asks the go command for what is reached indirectly, per platform.
// The checkers themselves are tested on the small trees in testdata.
package archtest
