package main

import (
	"maps"
	"slices"
)

// Sequences with streams keep out of the way of what docs/amqp.md lists of
// them, beside what it says of queues:
//   - RabbitMQ writes together what comes together, and a reader begins at such
//     a chunk, or gets more of it than its limit. Messages that are published
//     one by one, each waited for, are chunks of one; a transaction may make a
//     larger one, so where there are transactions limits are wide, and nobody
//     reads from the last.
//   - Retention drops at another time, so there is nothing for it to drop.
//   - Dead letters do not come in, headers that are arrays are lost, and
//     basic.recover or an offset of another type is an internal error: none of
//     it is tried.
//   - RabbitMQ counts messages every five seconds, so counts are not compared;
//     what the stream holds is, in the end.

var streamNames = []string{"s0", "s1"}

var streamOptions = []option{
	{"x-max-age", []any{"7D", "1h", "01Y"}, []any{"7", "7d", "0s", 7, true}},
	{"x-max-length-bytes", []any{1000000, 0}, []any{-1, "1"}},
	{"x-stream-max-segment-size-bytes", []any{1000000, 3000000000}, []any{-5, 3000000001, "1"}},
	{"x-initial-cluster-size", []any{1, 3}, []any{0, -1, "1"}},
	{"x-queue-leader-locator", []any{"client-local", "random", "least-leaders"}, []any{"far", 1}},
	{"x-message-ttl", nil, []any{60000, -1}},
	{"x-expires", nil, []any{60000}},
	{"x-max-length", nil, []any{5, "5"}},
	{"x-max-priority", nil, []any{5}},
	{"x-overflow", nil, []any{"drop-head", "drop-tail"}},
	{"x-single-active-consumer", nil, []any{true}},
	{"x-dead-letter-exchange", nil, []any{"x0"}},
	{"x-queue-mode", nil, []any{"lazy"}},
	{"x-delivery-limit", nil, []any{5}},
	{"x-unknown", []any{1}, nil},
}

// streamOffsets are those that mean the same message however late it is: an
// hour ago is before all, and 2100 behind.
var streamOffsets = option{
	"x-stream-offset",
	[]any{"first", "last", "next", 0, 1, 2, 5, 100, -1, "1h", object{"timestamp": 1}, object{"timestamp": 4102444800}},
	[]any{"1x", "0h", "5", "1h30m"},
}

// streamHeaderOptions are headers that come through a stream.
var streamHeaderOptions = []option{
	{"a", []any{1, 2, "1", true, 1 << 40, -1}, nil},
	{"b", []any{"x", 1.5, 2, nil, ""}, nil},
	{"x-c", []any{1, "x"}, nil},
	{"x-stream-offset", []any{7, "x"}, nil},
	{"t", []any{object{"timestamp": 1700000000}, object{"b64": "AAE="}}, nil},
}

// withStreams makes a sequence one with streams.
func (g *generator) withStreams() {
	g.streams, g.together = true, g.IntN(3) == 0
	g.quorum, g.brief = false, false
}

// declareStream declares a stream, seldom in ways that streams refuse.
func (g *generator) declareStream() {
	name := g.one(streamNames)
	if s, ok := g.queues[name]; ok && !g.rarely() {
		g.do("queue.declare", s)
		return
	}
	s := object{"queue": name, "durable": !g.rarely(), "arguments": g.options(streamOptions, 5)}
	s["arguments"].(object)["x-queue-type"] = "stream"
	g.flag(s, "exclusive", 0)
	g.flag(s, "auto_delete", 0)
	g.flag(s, "no_wait", 0.03)
	g.queues[name] = s
	g.do("queue.declare", s)
}

// readStream starts a consumer of a stream, on a channel with a limit.
func (g *generator) readStream(at place, args object) {
	if !g.limited[at] && !g.rarely() {
		g.limit(at)
	}
	args["arguments"] = g.options([]option{streamOffsets, streamOffsets, streamOffsets, {"x-priority", nil, []any{1, "5"}}}, 2)
	if given := args["arguments"].(object); g.together && given["x-stream-offset"] == "last" {
		given["x-stream-offset"] = "first"
	}
	delete(args, "no_ack")
	g.flag(args, "no_ack", 0)
	g.on(at, "basic.consume", args)
}

// limit sets what each consumer of a channel may hold.
func (g *generator) limit(at place) {
	g.limited[at] = true
	n := 1 + g.IntN(4)
	if g.together || g.IntN(4) == 0 {
		n = 1000
	}
	g.on(at, "basic.qos", object{"prefetch_count": n})
}

func isStream(name string) bool { return slices.Contains(streamNames, name) }

// emptied names a queue that messages can be taken from without a consumer:
// what is no stream, if nothing is to be refused.
func (g *generator) emptied() string {
	for g.streams && !g.rarely() {
		names := slices.DeleteFunc(slices.Sorted(maps.Keys(g.queues)), isStream)
		if len(names) > 0 {
			return g.one(names)
		}
		g.declareQueue()
	}
	return g.queue()
}

func (g *generator) headerOptions() []option {
	if g.streams {
		return streamHeaderOptions
	}
	return headerOptions
}
