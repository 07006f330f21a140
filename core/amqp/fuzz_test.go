package amqp

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/vfs"
	"github.com/twelvefold/twelvefold/core/vfs/memfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// sampleMessage is a record with everything that one can have.
func sampleMessage() []byte {
	props := wire.AppendProperties(nil, &wire.Properties{DeliveryMode: wire.Persistent, Priority: 3, Expiration: "100"})
	scan, err := wire.ScanProperties(props)
	if err != nil {
		panic(err)
	}
	m, err := newMessage("amq.topic", "a.b", props, []byte("body"), &scan)
	if err != nil {
		panic(err)
	}
	m.copies = []string{"c.d", ""}
	m.at = 1_600_000_000_000
	p := appendHead(nil, &head{refs: []ref{{7, 1, 0}, {9, 300, 1_700_000_000_000}}, priority: 3, size: 4, at: m.at})
	p = appendNames(p, m)
	return append(append(p, m.Properties...), m.Body...)
}

// FuzzRecords gives arbitrary bytes to every reader of records: none panics,
// and what one reads it can also write.
func FuzzRecords(f *testing.F) {
	f.Add(sampleMessage())
	f.Add(appendEnds(nil, &ends{7, 12, []span{{1, 3}, {5, 5}}}))
	f.Add(appendBack(nil, back{7, 3, 2}))
	f.Add(wire.AppendTable(nil, wire.Table{{Name: "kind", Value: "queue"}, {Name: "id", Value: int64(7)}}))
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0})
	f.Fuzz(func(t *testing.T, p []byte) {
		var h, again head
		if rest, err := readHead(p, &h); err == nil {
			written := append(appendHead(nil, &h), rest...)
			_, err := readHead(written, &again)
			require.NoError(t, err)
			assert.Equal(t, h, again)
		}
		if m, err := readMessage(p); err == nil {
			assert.LessOrEqual(t, len(m.Body)+len(m.Properties), len(p))
		}
		if e, err := readEnds(p); err == nil {
			assert.LessOrEqual(t, len(e.spans), len(p))
			back, err := readEnds(appendEnds(nil, &e))
			require.NoError(t, err)
			assert.Equal(t, e, back)
		}
		if b, err := readBack(p); err == nil {
			back, err := readBack(appendBack(nil, b))
			require.NoError(t, err)
			assert.Equal(t, b, back)
		}
		_, _ = readTables(p)
		_ = eachIndexed(p, func(_ uint32, kind byte, _ int, payload []byte) error { return checkIndexed(kind, payload, &h) })
	})
}

// FuzzRestore opens a broker on records and an index of arbitrary bytes that
// have good checksums: it opens, and works.
func FuzzRestore(f *testing.F) {
	queue := wire.AppendTable(nil, wire.Table{{Name: "kind", Value: "vhost"}, {Name: "name", Value: "/"}})
	queue = wire.AppendTable(queue, wire.Table{{Name: "kind", Value: "queue"}, {Name: "vhost", Value: "/"},
		{Name: "name", Value: "q"}, {Name: "id", Value: int64(7)}, {Name: "durable", Value: true}})
	index := (&segment{})
	index.note(recordMessage, place{Segment: 1, Offset: 24}, appendHead(nil, &head{refs: []ref{{7, 1, 0}}}), 40)
	f.Add(recordSnapshot, queue, recordMessage, sampleMessage(), index.index, []byte(nil))
	f.Add(recordEnds, appendEnds(nil, &ends{7, 2, []span{{1, 1}}}), recordPaged, sampleMessage(), []byte{1, 2, 3}, []byte("\x89seglog\n"))
	f.Add(recordReturn, appendBack(nil, back{7, 1, 1}), recordDefinition, queue, []byte(nil), bytes.Repeat([]byte{0xd7}, 40))
	f.Fuzz(func(t *testing.T, kind1 byte, payload1 []byte, kind2 byte, payload2, index, raw []byte) {
		if len(payload1)+len(payload2)+len(index)+len(raw) > 1<<16 {
			return
		}
		disk := memfs.New()
		db, err := Open(world.World{FS: disk, Seed: 1}, Options{SegmentSize: 4096})
		require.NoError(t, err)
		s := db.store
		s.log.Append(kind1, payload1)
		s.log.Append(kind2, payload2)
		s.log.Append(99, make([]byte, 4000)) // seals the segment
		s.log.Append(99, make([]byte, 4000))
		require.NoError(t, s.log.Commit())
		if len(index) > 0 {
			_ = s.log.WriteIndex(1, index) // a large payload may lie alone in the segment
		}
		require.NoError(t, db.Close())
		if len(raw) > 0 { // a segment that nobody has written
			file, err := disk.Open("00000009.seg", vfs.Create)
			require.NoError(t, err)
			_, err = file.WriteAt(raw, 0)
			require.NoError(t, err)
			require.NoError(t, file.Close())
		}
		db, err = Open(world.World{FS: disk, Seed: 1}, Options{SegmentSize: 4096})
		if err != nil {
			return // of a format that is not known, for one: told, and nothing is touched
		}
		require.NoError(t, db.Update(func(tx *Tx) error {
			for _, vh := range db.vhosts {
				for _, q := range vh.queues {
					for q.ready.count > 0 {
						e := q.ready.pop()
						tx.fetch(q, &e)
						tx.end(q, &e)
					}
				}
			}
			return nil
		}))
		db.Tick(db.world.Now())
		_ = db.Compact()
		_, _ = db.Verify()
		require.NoError(t, db.Close())
	})
}
