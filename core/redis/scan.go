package redis

import "github.com/twelvefold/twelvefold/core/redis/internal/glob"

// ScanOptions of Scan, SScan and HScan.
type ScanOptions struct {
	// Match is a pattern of package glob; nil: everything.
	Match []byte
	// Count is how many elements to look at, 0 means 10. What is compact
	// (OBJECT ENCODING: intset, listpack) comes at once, as in Redis.
	Count int64
	// Type is the kind of keys to give (Scan only), in any case; "": all.
	Type string
}

// fits tells whether a key, member or field is wanted.
func (o ScanOptions) fits(name string) bool {
	return o.Match == nil || string(o.Match) == "*" || glob.Match(o.Match, name)
}

// count is how many of n elements to look at.
func (o ScanOptions) count(n int) (int, error) {
	switch {
	case o.Count < 0:
		return 0, ErrSyntax
	case o.Count == 0:
		return 10, nil
	}
	return int(min(o.Count, int64(n)+1)), nil
}

// Scan gives some keys, and the cursor to go on with: 0 at the end, as it is
// at the begin. A key that is there during the whole scan comes at least once;
// others may come, or come twice.
func (tx *Tx) Scan(cursor uint64, opt ScanOptions) (next uint64, keys []string, err error) {
	count, err := opt.count(tx.ks.keys.Len())
	if err != nil {
		return 0, nil, err
	}
	var dead []string
	next = tx.ks.keys.Scan(cursor, count, func(key string, o *object) {
		switch {
		case !opt.fits(key) || opt.Type != "" && !equalFold([]byte(opt.Type), o.kind.String()):
		case tx.over(o):
			dead = append(dead, key)
		default:
			keys = append(keys, key)
		}
	})
	for _, key := range dead {
		tx.expire(key)
	}
	return next, keys, nil
}

// SScan is Scan for the members of a set.
func (tx *Tx) SScan(key []byte, cursor uint64, opt ScanOptions) (next uint64, members []string, err error) {
	o, err := tx.read(key, KindSet)
	if o == nil {
		return 0, nil, err
	}
	count, err := opt.count(o.set.len())
	if err != nil {
		return 0, nil, err
	}
	give := func(m string, _ struct{}) {
		if opt.fits(m) {
			members = append(members, m)
		}
	}
	if o.set.table {
		return o.set.members.Scan(cursor, count, give), members, nil
	}
	for m := range o.set.all {
		give(m, struct{}{})
	}
	return 0, members, nil
}

// HScan is Scan for the fields of a hash, with their values.
func (tx *Tx) HScan(key []byte, cursor uint64, opt ScanOptions) (next uint64, entries []FieldValue, err error) {
	o, err := tx.read(key, KindHash)
	if o == nil {
		return 0, nil, err
	}
	count, err := opt.count(o.hash.fields.Len())
	if err != nil {
		return 0, nil, err
	}
	give := func(field, value string) {
		if opt.fits(field) {
			entries = append(entries, FieldValue{field, value})
		}
	}
	if o.hash.table {
		return o.hash.fields.Scan(cursor, count, give), entries, nil
	}
	for f, v := range o.hash.fields.All {
		give(f, v)
	}
	return 0, entries, nil
}
