// Package docstest holds the documents to the truth. Its tests read every
// Markdown file of the project: relative links and their headings resolve,
// files and folders that are named in code spans exist, and so do the make
// targets, the steps of tools/check, and the commands and flags of the binary.
// Each dependency has its line in docs/dependencies.md, and each file its place in
// the comment of its package.
//
// What is read by git and by other programs, Go's cache of test results does
// not see: run it with -count=1, as tools/check does.
//
// markdown.go reads a document; each test file holds one kind of claim.
package docstest
