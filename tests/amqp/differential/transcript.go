package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/tests/amqp/client"
)

// event is something a client was told without asking.
type event struct {
	place
	name   string
	fields object
}

// names replaces those that the server made, by the order in which they came.
type names map[string]string

var serverMade = regexp.MustCompile(`amq\.(gen|ctag)-[\w-]{22}`)

func (n names) plain(text string) string {
	return serverMade.ReplaceAllStringFunc(text, func(name string) string {
		if n[name] == "" {
			n[name] = fmt.Sprintf("%s#%d", name[:strings.IndexByte(name, '-')], len(n)+1)
		}
		return n[name]
	})
}

// transcript tells what one operation came to. Events are in the order in
// which they came only as far as AMQP defines one: those of one consumer.
func (p *player) transcript(reply object, err error, left string) string {
	var b strings.Builder
	switch refused := (*client.Refusal)(nil); {
	case errors.As(err, &refused):
		fmt.Fprintf(&b, "  refused: %d %s (%d.%d)\n", refused.Reason.Reply, refused.Reason.Text, refused.ClassID, refused.MethodID)
	case err != nil:
		fmt.Fprintf(&b, "  %v\n", err)
	case reply == nil:
		b.WriteString("  nothing\n")
	default:
		switch name, _ := reply["queue"].(string); {
		case p.watcher.quorum[name]:
			delete(reply, "consumer_count")
		case isStream(name):
			delete(reply, "message_count")
		}
		fmt.Fprintf(&b, "  answer: %s\n", fields(reply))
	}
	text := p.names.plain(b.String())
	slices.SortStableFunc(p.events, func(x, y event) int {
		return cmp.Or(cmp.Compare(x.conn, y.conn), cmp.Compare(x.channel, y.channel), cmp.Compare(x.name, y.name),
			cmp.Compare(p.consumer(x), p.consumer(y)))
	})
	for _, e := range p.events {
		text += fmt.Sprintf("  %d.%d %s %s\n", e.conn, e.channel, e.name, p.names.plain(fields(e.fields)))
	}
	p.events = nil
	return text + left
}

func (p *player) consumer(e event) string {
	tag, _ := e.fields["consumer_tag"].(string)
	return p.names.plain(tag)
}

// fields prints a method's fields but those that may differ: tags of
// deliveries, which count over all consumers of a channel, and times.
func fields(m object) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		switch v := m[name]; name {
		case "event", "channel", "multiple":
		case "delivery_tag":
			if m["event"] == "basic.ack" || m["event"] == "basic.nack" {
				parts = append(parts, fmt.Sprintf("tag=%v", v))
			}
		default:
			parts = append(parts, name+"="+value(v))
		}
	}
	return strings.Join(parts, " ")
}

// value prints a field with its type, which clients see as well.
func value(v any) string {
	switch v := v.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	case object:
		if _, ok := v["timestamp"]; ok && len(v) == 1 {
			return "a time"
		}
		return "{" + fields(v) + "}"
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = value(v[i])
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case bool, nil:
		return fmt.Sprint(v)
	}
	return fmt.Sprintf("%v:%T", v, v)
}

// tally counts what the clients saw, by the kind of it.
type tally map[string]int

var kindOfLine = regexp.MustCompile(`(?m)^  (refused|\d\.\d basic\.\w+)`)

func (t tally) add(seen []string) {
	for _, text := range seen {
		for _, found := range kindOfLine.FindAllString(text, -1) {
			words := strings.Fields(found)
			t[words[len(words)-1]]++
		}
	}
}

func (t tally) String() string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(t)) {
		parts = append(parts, fmt.Sprintf("%d %s", t[kind], kind))
	}
	return strings.Join(parts, ", ")
}
