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
//	keyspace.go  Tx: keys, objects, expiry at access, watch, events
//	expiry.go    background expiry
//	strings.go   and one file per kind of value: its methods on Tx
//
// command/ turns arguments into calls of Tx methods and results into RESP
// (its table names every command); session/ is one client's connection; wire/
// is the codec.
//
// Everything is checked here, so that the same wrong call gives the same error
// from Go, the wire, Python, WebAssembly and REST.
package redis
