package main

import (
	"fmt"
	"time"
)

const (
	// lastWords is the body of the message that ends what a stream holds.
	lastWords   = "the end"
	readTag     = "reader"
	readingRoom = 60000 // more messages than any sequence publishes
)

// readThrough gives all messages of a stream. There is no telling when a
// reader has got them all but to publish one more, and to wait for that.
func (p *player) readThrough(name string) (string, error) {
	c := p.watcher.Client
	for _, step := range []struct {
		name string
		args object
	}{
		{"basic.qos", object{"prefetch_count": readingRoom}},
		{"basic.consume", object{"queue": name, "consumer_tag": readTag, "arguments": object{"x-stream-offset": "first"}}},
		{"basic.publish", object{"routing_key": name, "body": lastWords}},
	} {
		if _, err := ask(c, step.name, step.args); refusal(err) != 0 {
			return "  " + err.Error() + "\n", nil
		} else if err != nil {
			return "", err
		}
	}
	text := ""
	for until := time.Now().Add(confirmPatience); ; {
		for _, e := range c.Events {
			if e["body"] == lastWords && e["routing_key"] == name && e["exchange"] == "" {
				c.Events = nil
				_, err := ask(c, "basic.cancel", object{"consumer_tag": readTag})
				return text, err
			}
			text += "  " + fields(e) + "\n"
		}
		c.Events = nil
		if !c.Read(time.Until(until)) {
			return text + fmt.Sprintf("  not read to its end in %v\n", confirmPatience), nil
		}
	}
}
