// Package bitcask is an embedded key-value store: a log of records on disk,
// and an index of all keys in memory. A write appends one record; a read is
// one lookup and one disk read. The files have the layout of Riak's Bitcask.
//
//	db, err := bitcask.Open(world.World{FS: memfs.New()}, bitcask.Options{})
//	err = db.Put([]byte("name"), []byte("value"))
//	value, err := db.Get([]byte("name"))
//	err = db.Close()
//
// A write that returned is on the disk (Options.Sync says otherwise), and is
// there whole or not at all after a crash. All keys must fit into memory,
// with about 80 bytes beside each. One handle at a time writes; readers never
// wait for the disk that a writer waits for.
//
// Read the files in this order: options.go and errors.go; record.go and
// hint.go for the two formats, names.go for the files; keydir.go for the index; bitcask.go for the
// methods; write.go and log.go for how a write gets to the disk; load.go,
// reader.go and torn.go for opening after a crash; merge.go and mergerun.go
// for taking out what no longer counts; scan.go, stats.go, fork.go. The
// layouts with offsets, the invariants and what was not built are in
// DESIGN.md.
package bitcask
