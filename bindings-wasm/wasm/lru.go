//go:build wasm && !nolight

package main

import "github.com/twelvefold/twelvefold/core/lru"

// cache is an open LRU with the entries that left it since the host last
// asked. An import cannot call the host's function back (that could call us
// again in the middle), so the host fetches them after each call.
type cache struct {
	db      *lru.DB
	evicted []byte // packed: key, value, reason
	waiting uint32 // how many entries that is
}

var caches = table[*cache]{closed: lru.ErrClosed}

// lruOpen makes a cache; limits of 0 are the engine's defaults. With notify
// the entries that leave are kept for lru_evictions.
//
//go:wasmexport lru_open
func lruOpen(maxEntries, maxBytes, ttlMS, maxKeySize, maxValueSize float64, notify int32) (status int32) {
	defer caught(&status)
	c := &cache{}
	o := lru.Options{
		MaxEntries: int(maxEntries), MaxBytes: int64(maxBytes), TTL: duration(ttlMS),
		MaxKeySize: int(maxKeySize), MaxValueSize: int(maxValueSize),
	}
	if notify != 0 {
		o.OnEvict = c.keep
	}
	db, err := lru.Open(here, o)
	if err != nil {
		return failed(err)
	}
	c.db = db
	began(db)
	return caches.add(c)
}

func (c *cache) keep(key string, value []byte, reason lru.Reason) {
	c.evicted = appendField(c.evicted, key)
	c.evicted = appendField(c.evicted, value)
	c.evicted = appendField(c.evicted, reason.String())
	c.waiting++
	slot.evicted++
}

// lruEvictions packs what has left the cache since the last call.
//
//go:wasmexport lru_evictions
func lruEvictions(h uint32) (status int32) {
	defer caught(&status)
	c := caches.get(h)
	give(c.evicted)
	slot.evicted -= c.waiting
	c.evicted, c.waiting = nil, 0
	return statusOK
}

//go:wasmexport lru_put
func lruPut(h, keyLen, valueLen uint32) (status int32) {
	defer caught(&status)
	return done(caches.get(h).db.Put(arg(0, keyLen), arg(keyLen, valueLen)))
}

//go:wasmexport lru_put_ttl
func lruPutTTL(h, keyLen, valueLen uint32, ttlMS float64) (status int32) {
	defer caught(&status)
	return done(caches.get(h).db.PutTTL(arg(0, keyLen), arg(keyLen, valueLen), duration(ttlMS)))
}

//go:wasmexport lru_get
func lruGet(h, keyLen uint32) (status int32) {
	defer caught(&status)
	return found(caches.get(h).db.GetShared(arg(0, keyLen)))
}

//go:wasmexport lru_peek
func lruPeek(h, keyLen uint32) (status int32) {
	defer caught(&status)
	return found(caches.get(h).db.Peek(arg(0, keyLen)))
}

//go:wasmexport lru_has
func lruHas(h, keyLen uint32) (status int32) {
	defer caught(&status)
	return decided(caches.get(h).db.Has(arg(0, keyLen)))
}

//go:wasmexport lru_delete
func lruDelete(h, keyLen uint32) (status int32) {
	defer caught(&status)
	return decided(caches.get(h).db.Delete(arg(0, keyLen)))
}

//go:wasmexport lru_len
func lruLen(h uint32) (status int32) {
	defer caught(&status)
	return counted(caches.get(h).db.Len())
}

//go:wasmexport lru_bytes
func lruBytes(h uint32) (status int32) {
	defer caught(&status)
	return counted(caches.get(h).db.Bytes())
}

// lruKeys packs the keys, the most recent first.
//
//go:wasmexport lru_keys
func lruKeys(h uint32) (status int32) {
	defer caught(&status)
	return listed(caches.get(h).db.Keys())
}

// lruResize leaves how many entries the new limits pushed out.
//
//go:wasmexport lru_resize
func lruResize(h uint32, maxEntries, maxBytes float64) (status int32) {
	defer caught(&status)
	return counted(caches.get(h).db.Resize(int(maxEntries), int64(maxBytes)))
}

//go:wasmexport lru_stats
func lruStats(h uint32) (status int32) {
	defer caught(&status)
	s := caches.get(h).db.Stats()
	var p stats
	p.add("hits", float64(s.Hits))
	p.add("misses", float64(s.Misses))
	p.add("evictions", float64(s.Evictions))
	p.add("expirations", float64(s.Expirations))
	p.add("entries", float64(s.Entries))
	p.add("bytes", float64(s.Bytes))
	p.add("maxEntries", float64(s.MaxEntries))
	p.add("maxBytes", float64(s.MaxBytes))
	return give(p)
}

//go:wasmexport lru_reset
func lruReset(h uint32) (status int32) {
	defer caught(&status)
	return done(caches.get(h).db.Reset())
}

//go:wasmexport lru_close
func lruClose(h uint32) (status int32) {
	defer caught(&status)
	c := caches.take(h)
	ended(c.db)
	slot.evicted -= c.waiting
	return done(c.db.Close())
}
