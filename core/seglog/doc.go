// Package seglog is a segmented log: records are appended, made durable in
// groups, read by place, and given up a segment at a time. It is what durable
// engines stand on that keep their state as a history.
//
//	log, err := seglog.Open(fs, seglog.Options{})
//	place := log.Append(1, []byte("header"), []byte("body")) // in memory so far
//	err = log.Commit()                                      // now on the disk
//	kind, payload, err := log.Read(place, nil)
//	err = log.Close()
//
// Append never does I/O and fixes the record's place at once. Commit writes
// what was appended with one write and one sync, while Append goes on for the
// next. An owner that has promised something to others keeps the promise back
// until Synced has reached what End was after the Append.
//
// After a crash the log holds all that a Commit had covered, and of what came
// after it a beginning without gaps. What decays later is found by checksum,
// named by file and offset, copied aside, and stepped over.
//
// Recovery is the owner's: for each of Segments, oldest first, ReadIndex, or
// Scan where there is no index.
//
// Read the files in this order: options.go and errors.go; names.go and
// format.go for the layouts; log.go for the methods; append.go and chunk.go for what is in
// memory; commit.go, writer.go and rewrite.go for how it gets to the disk;
// read.go, ahead.go and files.go; scan.go, reader.go, sums.go and damage.go;
// restore.go for opening after a crash; index.go and remove.go. The layouts
// with offsets, the invariants and what was not built are in DESIGN.md.
package seglog
