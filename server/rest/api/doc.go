// Package api is the types and routes of schema/openapi.yaml in Go: what is
// generated of it, and what JSON needs that the generator does not know.
//
// Files: api_gen.go (generated), document.go (the schema itself), decode.go
// (bodies, read strictly), problem.go (errors), bytes.go and float.go (what JSON
// has no word for), reply.go and reply_read.go (replies of Redis).
package api
