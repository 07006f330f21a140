package amqp

import (
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// maxStreamSegment is the most that x-stream-max-segment-size-bytes may say
// (rabbit_stream_queue, MAX_STREAM_MAX_SEGMENT_SIZE).
const maxStreamSegment = 3_000_000_000

// ageUnits are the units of x-max-age and of an interval in x-stream-offset,
// in milliseconds (rabbit_amqqueue:unit_value_in_ms): M is a month, m a minute.
var ageUnits = map[string]int64{
	"Y": 365 * 24 * 3600_000, "M": 30 * 24 * 3600_000, "D": 24 * 3600_000, "h": 3600_000, "m": 60_000, "s": 1000,
}

// parseAge reads "7D" as milliseconds: a number from 1 up and a unit.
func parseAge(s string) (ms int64, ok bool) {
	digits := strings.TrimRight(s, "YMDhms")
	unit, known := ageUnits[s[len(digits):]]
	n, _ := strconv.ParseUint(digits, 10, 64) // 0 is what no number gives, the highest what is too high
	if !known || n == 0 {
		return 0, false
	}
	return int64(min(n, maxAge/uint64(unit))) * unit, true
}

// maxAge is more than any clock shows, in milliseconds: what is older does not
// matter.
const maxAge = 1 << 53

func parseMaxAge(s *queueSettings, v any, _ wire.Table) string {
	t, ok := v.(string)
	if !ok {
		return badType(v)
	}
	if s.maxAge, ok = parseAge(t); !ok {
		return "invalid_max_age"
	}
	return ""
}

// parseStreamSegment takes any natural number; one that is too high is refused
// later, in other words (checkFlags).
var parseStreamSegment = natural(func(s *queueSettings, n int64) { s.segmentSize = n })

// mayOffset refuses what is no x-stream-offset of basic.consume.
func (q *queue) mayOffset(v any) error {
	_, isTime := v.(wire.Timestamp)
	_, isInt := wire.Integer(v)
	t, isText := asTermText(v)
	if isText {
		_, isText = parseAge(t)
		isText = isText || t == "first" || t == "last" || t == "next"
	}
	if isTime || isInt || isText {
		return nil
	}
	return Refuse(wire.PreconditionFailed, "invalid arg 'x-stream-offset' for ", q.describe(),
		": {invalid_stream_offset_arg,{", typeName(v), ",", show(v), "}}")
}

// admitsStream refuses a consumer that has no limit of its own, or would not
// acknowledge: that is how it asks for more. The order of the checks is that of
// rabbit_stream_queue:consume.
func (q *queue) admitsStream(ch *Channel, d Consume) error {
	if ch.perConsumer == 0 {
		return Refuse(wire.PreconditionFailed, "consumer prefetch count is not set for '", q.describe(), "'")
	}
	if d.NoAck {
		return q.noStream("automatic acknowledgement")
	}
	return q.admitsLimit(ch)
}

// noStream refuses what streams do not do.
func (q *queue) noStream(what string) error {
	return Refuse(wire.NotImplemented, what, " not supported by stream queues ", q.describe())
}

// mayNack refuses to give back what came from a stream: it is still there.
func (ch *Channel) mayNack(tag uint64, multiple bool) error {
	if !multiple {
		if i := ch.unacked.find(tag); i < len(ch.unacked.list) && ch.unacked.list[i].tag == tag {
			return ch.unacked.list[i].mayNack()
		}
		return nil
	}
	var err error
	ch.unacked.each(func(o *outstanding) {
		if err == nil && (tag == 0 || o.tag <= tag) {
			err = o.mayNack()
		}
	})
	return err
}

func (o *outstanding) mayNack() error {
	if o.queue == nil || o.queue.stream == nil || o.queue.removed {
		return nil
	}
	return o.queue.noStream("basic.nack and basic.reject")
}

// obeyStream takes one setting of a policy: those of other types of queues
// mean nothing to a stream.
func (q *queue) obeyStream(name string, v any) {
	s := &q.set
	n, _ := wire.Integer(v)
	_, own := q.args.Get("x-" + name)
	switch name {
	case "max-length-bytes":
		s.maxBytes = lower(s.maxBytes, n)
	case "max-age":
		t, _ := v.(string)
		if age, _ := parseAge(t); s.maxAge == 0 || age < s.maxAge {
			s.maxAge = age
		}
	case "stream-max-segment-size-bytes":
		if !own {
			s.segmentSize = n
		}
	}
}

func isAge(v any) bool {
	t, isText := v.(string)
	_, ok := parseAge(t)
	return isText && ok
}

func isStreamSegment(v any) bool {
	n, ok := wire.Integer(v)
	return ok && n >= 0 && n <= maxStreamSegment
}
