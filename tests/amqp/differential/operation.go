package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// operation is one step of a sequence: a method on a channel, with its
// arguments in the JSON of conformance/cases/amqp. All of it is chosen before
// anything runs, so that a sequence stays one whatever is taken out.
type operation struct {
	place
	name string // as "queue.declare"
	args string // JSON object
	// pick chooses what an acknowledgement is for among the deliveries that
	// are outstanding then.
	pick int
}

func (o operation) String() string {
	return fmt.Sprintf("%d.%d %s %s", o.conn, o.channel, o.name, o.args)
}

// settles tells whether the operation is about a delivery.
func (o operation) settles() bool {
	return o.name == "basic.ack" || o.name == "basic.nack" || o.name == "basic.reject"
}

// arguments parses args; numbers stay as they are written.
func (o operation) arguments() map[string]any {
	args := map[string]any{}
	d := json.NewDecoder(strings.NewReader(o.args))
	d.UseNumber()
	if err := d.Decode(&args); err != nil {
		panic(fmt.Sprintf("%s: %v", o, err)) // the generator's own fault
	}
	return args
}

// step is the operation as a conformance case has it. A picked delivery has
// its own place, and tag.
func (o operation) step(at place, tag uint64) string {
	args := o.arguments()
	if o.settles() {
		args["delivery_tag"] = tag
	}
	if at.channel != 1 {
		args["channel"] = at.channel
	}
	text, err := json.Marshal(args)
	if err != nil {
		panic(err)
	}
	conn := ""
	if at.conn != 1 {
		conn = fmt.Sprintf("conn: %d\n        ", at.conn)
	}
	return fmt.Sprintf("      - %sdo: [%s, %s]", conn, o.name, text)
}
