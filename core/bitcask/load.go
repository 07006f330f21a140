package bitcask

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// load fills the keydir from the files, in the order of their numbers.
func (db *DB) load() error {
	names, err := db.fs.List("")
	if err != nil {
		return fileError(err)
	}
	var numbers []uint32
	for _, name := range names {
		if n, ok := fileNumber(name, dataSuffix); ok {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	if !db.opts.ReadOnly {
		if err := db.sweep(names, numbers); err != nil {
			return err
		}
	}
	for _, n := range numbers {
		if err := db.loadFile(n); err != nil {
			return err
		}
		db.log.last = n
	}
	return nil
}

// sweep removes what a merge that was cut short has left: its output, and
// hints without their data. Then it has the names as they now are on the
// disk. A hint that is written later must never meet another data file of its
// number: neither one made later, nor, where a killed process had just
// renamed a merge's output, the one that a power loss would bring back.
func (db *DB) sweep(names []string, numbers []uint32) error {
	for _, name := range names {
		_, stray := fileNumber(name, mergeSuffix)
		if n, isHint := fileNumber(name, hintSuffix); isHint {
			_, hasData := slices.BinarySearch(numbers, n)
			stray = !hasData
		}
		if !stray {
			continue
		}
		if err := db.fs.Remove(name); err != nil {
			return fileError(err)
		}
	}
	return fileError(db.fs.SyncDir(""))
}

// loadFile opens one data file and follows its records, by its hint file
// where that is whole.
func (db *DB) loadFile(number uint32) error {
	var flags vfs.Flag
	if db.opts.ReadOnly {
		flags = vfs.ReadOnly
	}
	file, err := db.fs.Open(dataName(number), flags)
	if err != nil {
		return fileError(err)
	}
	size, err := file.Size()
	if err != nil {
		file.Close()
		return fileError(err)
	}
	d := newDataFile(number, file, size)
	db.keydir.files[number] = d // nobody else has the DB yet: no lock
	records, closer, err := db.openRecords(d)
	if err != nil {
		return fileError(err)
	}
	defer closer()
	scan, scanning := records.(*dataReader)
	var hint *hintWriter
	if scanning && !db.opts.ReadOnly {
		hint = newHintWriter(db.fs, number)
	}
	if err := db.follow(d, records, hint); err != nil {
		hint.discard()
		return err
	}
	if scanning {
		return db.endScan(d, scan, hint)
	}
	return nil
}

// openRecords gives the reader for d's records: hints where they are good,
// the data itself where not. closer gives back what the reader needs.
func (db *DB) openRecords(d *dataFile) (records recordReader, closer func(), err error) {
	if file, err := db.fs.Open(hintName(d.number), vfs.ReadOnly); err == nil {
		if ok, err := hintIsValid(file, d.size); err == nil && ok {
			size, err := file.Size()
			if err == nil {
				return newHintReader(file, size), func() { file.Close() }, nil
			}
		}
		file.Close()
	}
	return newDataReader(d.file, 0, d.size), func() {}, nil
}

// follow applies records to the keydir, and notes them in hint.
func (db *DB) follow(d *dataFile, records recordReader, hint *hintWriter) error {
	for {
		key, loc, err := records.next()
		if err != nil {
			return fileError(err)
		}
		if key == nil {
			return nil
		}
		db.keydir.apply(key, d.number, loc)
		hint.add(key, loc)
	}
}

// endScan judges where the reading of a data file ended. A tail that never
// got to the disk whole is left alone: nothing in it was acknowledged. The
// hint file that is then written keeps it out of every later Open as well.
func (db *DB) endScan(d *dataFile, scan *dataReader, hint *hintWriter) error {
	if scan.offset < d.size {
		torn, err := isTorn(d.file, scan.offset, d.size)
		if err != nil {
			hint.discard()
			return fileError(err)
		}
		damage := &CorruptionError{dataName(d.number), scan.offset, "the checksum does not match"}
		switch {
		case torn:
			db.world.Say(world.Info, "bitcask: ignoring an unfinished write at the end of a file",
				"file", damage.File, "offset", damage.Offset, "bytes", d.size-scan.offset)
		case db.opts.Recover:
			db.warn("giving up the rest of a file", damage)
		default:
			hint.discard()
			return damage
		}
	}
	if db.opts.ReadOnly {
		return nil
	}
	// What we have read may be in the system's memory only, if the writer
	// died without its system: the hints may vouch for it once it is synced.
	if err := d.file.Sync(); err != nil {
		hint.discard()
		return fileError(err)
	}
	hint.finish()
	return nil
}

func (db *DB) warn(msg string, err error) {
	db.world.Say(world.Warn, "bitcask: "+msg, "error", err.Error())
}
