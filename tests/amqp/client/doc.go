// Package client is a plain AMQP client for tests that hold brokers against
// each other: it does one method at a time, shows what the server says of it,
// and takes and gives the JSON of conformance/cases/amqp.
//
//	c, err := client.Dial("127.0.0.1:5672")
//	...
//	reply, err := c.Do(1, "queue.declare", map[string]any{"queue": "q"})
package client
