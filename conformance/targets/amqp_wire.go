package targets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/twelvefold/twelvefold/conformance"
	"github.com/twelvefold/twelvefold/tests/amqp/client"
)

// amqpWire runs a case's operations over AMQP, against ours or the real
// server.
type amqpWire struct {
	broker Broker
	// lag is how long the server may take until what one operation has done
	// shows elsewhere: a queue of RabbitMQ is a process of its own.
	lag   time.Duration
	conns map[int]*client.Client
}

func newAMQPWire(broker Broker, lag time.Duration) *amqpWire {
	return &amqpWire{broker, lag, map[int]*client.Client{}}
}

// Do runs one operation.
func (t *amqpWire) Do(conn int, op string, args []conformance.Arg) conformance.Value {
	given := map[string]any{}
	if text := argument(args); text != nil {
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&given); err != nil {
			return conformance.Err(err)
		}
	}
	c := t.conns[conn]
	if c == nil {
		var err error
		if c, err = client.Dial(t.broker.Addr); err != nil {
			return conformance.Err(err)
		}
		t.conns[conn] = c
	}
	reply, err := t.do(c, op, given)
	if err != nil {
		return conformance.Err(err)
	}
	text, err := json.Marshal(reply)
	return conformance.ErrOr(err, conformance.Reply(text))
}

func (t *amqpWire) do(c *client.Client, op string, args map[string]any) (map[string]any, error) {
	if op == "next" {
		return t.next(c, args), nil
	}
	if path := managed(op, args); path != "" {
		return t.manage(op, path, args)
	}
	number := uint16(1)
	if n, ok := args["channel"].(json.Number); ok {
		given, _ := n.Int64()
		number = uint16(given)
		delete(args, "channel")
	}
	reply, err := c.Do(number, op, args)
	if op != "basic.get" {
		return reply, err
	}
	for end := time.Now().Add(t.lag); err == nil && reply == nil && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
		reply, err = c.Do(number, op, args)
	}
	return reply, err
}

// next gives the next event, waiting as long as it may be on its way.
func (t *amqpWire) next(c *client.Client, args map[string]any) map[string]any {
	for end := time.Now().Add(t.lag); ; {
		for i, e := range c.Events {
			name, ok := args["event"].(string)
			if ok && e["event"] != name {
				continue
			}
			if n, ok := args["channel"].(json.Number); ok && n.String() != fmt.Sprint(e["channel"]) {
				continue
			}
			c.Events = append(c.Events[:i:i], c.Events[i+1:]...)
			return e
		}
		if !c.Read(time.Until(end)) {
			return nil
		}
	}
}

// Advance waits: a real server's clock can't be moved. The little more is for
// its timers.
func (t *amqpWire) Advance(d time.Duration) { time.Sleep(d + 30*time.Millisecond) }

// Close ends the connections.
func (t *amqpWire) Close() {
	for _, c := range t.conns {
		c.Close()
	}
}
