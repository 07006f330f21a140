package redis

import "github.com/twelvefold/twelvefold/core/redis/internal/dict"

// hash maps fields to values, both byte strings. table only tells what OBJECT
// ENCODING says: hashtable, once the hash was too big to be a listpack.
type hash struct {
	fields dict.Dict[string]
	table  bool
}

// set reports whether the field is new.
func (h *hash) set(field, value []byte, e Encodings) (added bool) {
	if len(field) > e.HashMaxListpackValue || len(value) > e.HashMaxListpackValue {
		h.table = true
	}
	added = h.fields.SetBytes(field, string(value))
	if h.fields.Len() > e.HashMaxListpackEntries {
		h.table = true
	}
	return added
}

func (h *hash) clone() *hash { return &hash{fields: h.fields.Clone(), table: h.table} }
