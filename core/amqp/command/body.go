package command

import (
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

// DoBody is Do with the body of a message beside the JSON, as it is: body is
// that of a basic.publish whose arguments name none, content that of the
// message in the reply, and nil where the reply has no message. content is the
// broker's own and must not be changed.
func (s *Session) DoBody(now time.Time, op string, args, body []byte) (reply, content []byte, err error) {
	c := &call{session: s, beside: true, body: body}
	if err := s.do(now, op, args, c); err != nil {
		return nil, nil, err
	}
	return c.reply, c.content, nil
}

// bodyArgument is the body of a message to be published.
func (c *call) bodyArgument() []byte {
	if c.beside && !c.args.Ask("body") {
		return c.body
	}
	return c.args.Bytes("body")
}

// message adds a message's body to the object, or gives it beside.
func (c *call) message(o *jsontext.Writer, m *amqp.Message) *jsontext.Writer {
	if !c.beside {
		return o.Text("body", string(m.Body))
	}
	if c.content = m.Body; c.content == nil {
		c.content = []byte{}
	}
	return o
}

// ErrNacked is Publish's error for a message that the broker has refused with
// basic.nack.
var ErrNacked = code.New(code.LimitExceeded, "amqp: basic.nack: a queue is full and rejects what is published")

// Publish is basic.publish with its outcome: args are those of the operation,
// body the message's. With confirm the channel is put into confirm mode, and
// the message is safe when Publish returns; no event tells of it. Without, a
// channel in confirm mode is not told either.
//
// Errors beside those of Do: 312 NO_ROUTE for a mandatory message that no
// queue takes, ErrNacked; neither closes the channel.
func (s *Session) Publish(now time.Time, args, body []byte, confirm bool) error {
	c := &call{session: s, beside: true, body: body, publish: &publication{confirm: confirm}}
	return s.do(now, "basic.publish", args, c)
}

// publication is what Publish keeps of its message.
type publication struct {
	confirm bool
	before  int // how many events had been told before
	nacked  bool
}

// begin is called before the message is published.
func (p *publication) begin(c *call) error {
	c.session.collect()
	p.before = len(c.session.events)
	if p.confirm {
		return c.channel.ConfirmSelect()
	}
	return nil
}

// settle waits for the confirm, and gives what became of the message. The Tx
// has ended.
func (p *publication) settle(c *call) error {
	p.confirms(c.channel)
	if p.confirm && c.channel.Pending() > 0 {
		if err := c.session.db.Commit(); err != nil {
			return err
		}
		p.confirms(c.channel)
	}
	c.session.collect()
	if p.returned(c) {
		return &amqp.Error{Reply: wire.NoRoute, Text: "NO_ROUTE"}
	}
	if p.nacked {
		return ErrNacked
	}
	return nil
}

// confirms takes the confirms that have come; the last one is the message's.
func (p *publication) confirms(ch *amqp.Channel) {
	ch.Confirms(func(_ uint64, _, nack bool) { p.nacked = nack && p.confirm })
}

// returned takes the message out of the events if it came back.
func (p *publication) returned(c *call) bool {
	events := c.session.events
	for i := p.before; i < len(events); i++ {
		if events[i].name == "basic.return" && events[i].channel == c.channel.ID {
			c.session.events = append(events[:i], events[i+1:]...)
			return true
		}
	}
	return false
}
