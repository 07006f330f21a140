package amqp

import (
	"github.com/twelvefold/twelvefold/core/event"
)

// happened tells the world's listeners of a queue or an exchange that was
// declared (event.Set) or has gone (event.Deleted), and of a message that has
// died in a queue. The key is the path of the thing in the management API:
// "queues/%2F/jobs".
func (tx *Tx) happened(t event.Type, kind string, vh *vhost, name, reason string) {
	db := tx.db
	if (db.store != nil && db.store.replaying) || db.world.Events.Skip() {
		return
	}
	key := append([]byte(kind), "s/"...)
	key = append(appendSegment(key, vh.name), '/')
	db.world.Events.Publish(event.Event{
		Time: tx.now, Engine: "amqp", Type: t, Key: string(appendSegment(key, name)), Reason: reason,
	})
}

const upperHex = "0123456789ABCDEF"

// appendSegment percent-encodes all but the unreserved characters of RFC 3986,
// section 2.3, so that a name is one segment of a path.
func appendSegment(dst []byte, name string) []byte {
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_', c == '~':
			dst = append(dst, c)
		default:
			dst = append(dst, '%', upperHex[c>>4], upperHex[c&15])
		}
	}
	return dst
}
