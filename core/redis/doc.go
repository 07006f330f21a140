// Package redis is the in-memory data-structure store that Redis clients take
// for Redis (reference: 7.0.15).
//
//	db, err := redis.Open(world.World{}, redis.Options{})
//	...
//	db.Update(0, func(tx *redis.Tx) error {
//		tx.Set("greeting", []byte("hello"), redis.SetOptions{})
//		return nil
//	})
//
// # Order of reading
//
//	redis.go     DB, Open, Update: the lock and the 16 keyspaces
//	options.go   what can be set, with defaults
//	errors.go    every error, with the text that Redis gives
//	object.go    what stands behind a key
//	keyspace.go  Tx: keys, objects, expiry at access
//	events.go    what each change tells; watch.go counts them for WATCH
//	expiry.go    background expiry; expire.go the operations
//	keys.go      operations on keys, whatever they hold; scan.go, sort.go, dump.go,
//	             swapdb.go
//	strings.go   with strings_range.go, strings_number.go, float.go, strings_lcs.go
//	lists.go     with lists_move.go, lists_search.go
//	sets.go      over set.go, with sets_algebra.go, random.go; hashes.go over hash.go
//	encoding.go  what OBJECT ENCODING tells; memory.go: what MEMORY USAGE does;
//	             tuning.go: what CONFIG SET changes
//
// command/ turns arguments into calls of Tx methods and results into RESP
// (its table names every command); session/ is one client's connection; wire/
// is the codec.
//
// Everything is checked here, so that the same wrong call gives the same error
// from Go, the wire, Python, WebAssembly and REST.
package redis
