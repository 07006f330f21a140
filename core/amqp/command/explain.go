package command

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

// brokerExplain tells which queues a message would reach, and why. Its
// arguments are those of basic.publish.
func brokerExplain(c *call) error {
	a := c.args
	p := amqp.Publish{
		Exchange: []byte(a.text("exchange")), Key: []byte(a.text("routing_key")),
		Properties: a.properties(), Body: a.Bytes("body"),
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
	c.reply = new(jsontext.Writer).Raw("queues", texts(e.Queues)).Raw("full", texts(e.Full)).
		Raw("exchanges", jsontext.AppendList(nil, exchanges)).Text("text", e.String()).End()
	return nil
}

func consulted(x *amqp.Consulted) []byte {
	o := new(jsontext.Writer).Text("exchange", x.Name).Text("type", x.Type).Raw("routing_keys", texts(x.Keys))
	if x.Delay > 0 {
		o.Integer("delay", x.Delay)
	}
	o.Raw("matched", judged(x.Matched)).Raw("missed", judged(x.Missed))
	if x.Alternate != "" {
		o.Text("alternate", x.Alternate)
	}
	return o.End()
}

func judged(bindings []amqp.Judged) []byte {
	var list [][]byte
	for _, j := range bindings {
		kind := "queue"
		if j.ToExchange {
			kind = "exchange"
		}
		list = append(list, new(jsontext.Writer).Text("destination", j.Destination).Text("destination_type", kind).
			Text("routing_key", j.Key).Text("why", j.Why).End())
	}
	return jsontext.AppendList(nil, list)
}

func texts(words []string) []byte {
	var list [][]byte
	for _, w := range words {
		list = append(list, jsontext.AppendText(nil, w))
	}
	return jsontext.AppendList(nil, list)
}
