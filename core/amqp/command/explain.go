package command

import "github.com/twelvefold/twelvefold/core/amqp"

// brokerExplain tells which queues a message would reach, and why. Its
// arguments are those of basic.publish.
func brokerExplain(c *call) error {
	a := c.args
	p := amqp.Publish{
		Exchange: []byte(a.text("exchange")), Key: []byte(a.text("routing_key")),
		Properties: a.properties(), Body: a.bytes("body"),
	}
	if err := a.check(); err != nil {
		return err
	}
	e, err := c.channel.Explain(c.tx, p)
	if err != nil {
		return err
	}
	var exchanges [][]byte
	for i := range e.Exchanges {
		exchanges = append(exchanges, consulted(&e.Exchanges[i]))
	}
	c.reply = (&object{}).raw("queues", texts(e.Queues)).raw("full", texts(e.Full)).
		raw("exchanges", jsonList(exchanges)).text("text", e.String()).end()
	return nil
}

func consulted(x *amqp.Consulted) []byte {
	o := (&object{}).text("exchange", x.Name).text("type", x.Type).raw("routing_keys", texts(x.Keys))
	if x.Delay > 0 {
		o.number("delay", x.Delay)
	}
	o.raw("matched", judged(x.Matched)).raw("missed", judged(x.Missed))
	if x.Alternate != "" {
		o.text("alternate", x.Alternate)
	}
	return o.end()
}

func judged(bindings []amqp.Judged) []byte {
	var list [][]byte
	for _, j := range bindings {
		kind := "queue"
		if j.ToExchange {
			kind = "exchange"
		}
		list = append(list, (&object{}).text("destination", j.Destination).text("destination_type", kind).
			text("routing_key", j.Key).text("why", j.Why).end())
	}
	return jsonList(list)
}

func texts(words []string) []byte {
	var list [][]byte
	for _, w := range words {
		list = append(list, appendText(nil, w))
	}
	return jsonList(list)
}
