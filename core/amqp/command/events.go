package command

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

// event is what "next" hands out.
type event struct {
	name    string
	channel uint16           // 0 for those of the connection
	fields  *jsontext.Writer // all but a message's body
	message *amqp.Message    // of a delivery or a return
}

// collect takes what the broker has told since the last time: events first,
// then the confirms of what has become safe.
func (s *Session) collect() {
	told := s.conn.Drain(s.spare)
	for i := range told {
		e := &told[i]
		stale := e.Channel != nil && e.Channel.Closed() && e.Kind != amqp.ChannelGone
		if !stale {
			s.events = append(s.events, describe(e))
		} else if e.Kind == amqp.Delivery {
			s.conn.Sent(e.Message.Size())
		}
		if e.Kind == amqp.ConnGone {
			s.closed = true
		}
		*e = amqp.Event{} // its message must not be held
	}
	s.spare = told
	kept := s.confirming[:0]
	for _, ch := range s.confirming {
		if ch.Closed() {
			continue
		}
		ch.Confirms(func(tag uint64, multiple, nack bool) {
			s.events = append(s.events, confirmed(ch.ID, tag, multiple, nack))
		})
		if ch.Pending() > 0 {
			kept = append(kept, ch)
		}
	}
	s.confirming = kept
}

// confirm notes that a publish on ch is to be confirmed.
func (s *Session) confirm(ch *amqp.Channel) {
	if ch.Pending() > 0 && !slices.Contains(s.confirming, ch) {
		s.confirming = append(s.confirming, ch)
	}
}

func confirmed(number uint16, tag uint64, multiple, nack bool) event {
	name := "basic.ack"
	if nack {
		name = "basic.nack"
	}
	o := head(name, number).Integer("delivery_tag", int64(tag)).Flag("multiple", multiple)
	return event{name: name, channel: number, fields: o}
}

// next fetches the next event, or with the arguments event and channel the
// next of that kind and channel; null where there is none.
func next(c *call) error {
	name, channel := c.args.text("event"), uint16(0)
	if c.args.Ask("channel") {
		channel = c.args.channel()
	}
	if err := c.args.check(); err != nil {
		return err
	}
	s := c.session
	s.collect()
	for i := range s.events {
		e := s.events[i]
		if (name != "" && e.name != name) || (channel != 0 && e.channel != channel) {
			continue
		}
		s.events = append(s.events[:i], s.events[i+1:]...)
		if e.message != nil {
			c.message(e.fields, e.message)
		}
		// Until it is fetched a delivery counts in the outbox.
		if e.name == "basic.deliver" && s.conn.Sent(e.message.Size()) {
			c.tx.Resume(s.conn)
		}
		c.reply = e.fields.End()
		return nil
	}
	c.reply = []byte("null")
	return nil
}

func head(name string, channel uint16) *jsontext.Writer {
	o := new(jsontext.Writer).Text("event", name)
	if channel != 0 {
		o.Integer("channel", int64(channel))
	}
	return o
}

// describe turns the broker's event into text.
func describe(e *amqp.Event) event {
	d := event{name: eventNames[e.Kind], message: e.Message}
	if e.Channel != nil {
		d.channel = e.Channel.ID
	}
	o := head(d.name, d.channel)
	switch e.Kind {
	case amqp.Delivery:
		o.Text("consumer_tag", e.Consumer).Integer("delivery_tag", int64(e.Tag)).Flag("redelivered", e.Redelivered)
		addProperties(o.Text("exchange", e.Message.Exchange).Text("routing_key", e.Message.Key), e.Message)
	case amqp.Return:
		o.Integer("reply_code", int64(e.Err.Reply)).Text("reply_text", e.Err.Text)
		addProperties(o.Text("exchange", e.Message.Exchange).Text("routing_key", e.Message.Key), e.Message)
	case amqp.Cancel:
		o.Text("consumer_tag", e.Consumer).Flag("no_wait", true)
	case amqp.ChannelGone, amqp.ConnGone:
		o.Integer("reply_code", int64(e.Err.Reply)).Text("reply_text", e.Err.Text)
	case amqp.Blocked:
		o.Text("reason", e.Err.Text)
	}
	d.fields = o
	return d
}

// eventNames are the methods that carry these events on the wire.
var eventNames = map[amqp.Kind]string{
	amqp.Delivery: "basic.deliver", amqp.Return: "basic.return", amqp.Cancel: "basic.cancel",
	amqp.ChannelGone: "channel.close", amqp.ConnGone: "connection.close",
	amqp.Blocked: "connection.blocked", amqp.Unblocked: "connection.unblocked",
}
