package seglog

import (
	"strconv"
	"strings"
)

// A segment's number is its name, with zeros to eight digits, so that listings
// come sorted for people; beside it stand its index and what was set aside.
const (
	segmentSuffix = ".seg"
	indexSuffix   = ".idx"
	newSuffix     = ".new" // of a file that has not taken its place yet
	damagedSuffix = ".damaged-"
	lockName      = "seglog.lock"
)

func numbered(id uint32, suffix string) string {
	digits := strconv.FormatUint(uint64(id), 10)
	return "00000000"[min(len(digits), 8):] + digits + suffix
}

func segmentName(id uint32) string { return numbered(id, segmentSuffix) }
func indexName(id uint32) string   { return numbered(id, indexSuffix) }

// FileName is the name of segment id in the log's folder, for an owner that
// tells people where something is.
func FileName(id uint32) string { return segmentName(id) }

// IndexName is the name of its index.
func IndexName(id uint32) string { return indexName(id) }

// damagedName is where the bytes of segment id from offset on are set aside.
func damagedName(id uint32, offset int64) string {
	return segmentName(id) + damagedSuffix + strconv.FormatInt(offset, 10)
}

// fileNumber reads the number out of a name with the given suffix.
func fileNumber(name, suffix string) (uint32, bool) {
	digits, ok := strings.CutSuffix(name, suffix)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || n == 0 || numbered(uint32(n), "") != digits { // one number, one name
		return 0, false
	}
	return uint32(n), true
}
