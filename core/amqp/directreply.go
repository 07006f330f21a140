package amqp

import (
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// directReplyTo is the pseudo-queue of RabbitMQ's direct reply-to: who
// consumes from it gets the answers to requests that name it in reply-to,
// without any queue.
const directReplyTo = "amq.rabbitmq.reply-to"

// replyConsumer is a channel's consumer of direct replies.
type replyConsumer struct {
	tag string
	key string // what reply-to is changed into: directReplyTo + "." + a secret
}

func (tx *Tx) consumeReplies(ch *Channel, d Consume) (string, error) {
	switch {
	case !d.NoAck:
		return "", Refuse(wire.PreconditionFailed, "reply consumer cannot acknowledge")
	case ch.replyConsumer != nil:
		return "", Refuse(wire.PreconditionFailed, "reply consumer already set")
	}
	if d.Tag == "" {
		d.Tag = tx.madeUpName("amq.ctag-")
	} else if ch.consumers[d.Tag] != nil {
		return "", Refuse(wire.NotAllowed, "attempt to reuse consumer tag '", d.Tag, "'")
	}
	ch.replyConsumer = &replyConsumer{tag: d.Tag, key: tx.madeUpName(directReplyTo + ".")}
	tx.db.replies[ch.replyConsumer.key] = ch
	return d.Tag, nil
}

// declareReplies answers queue.declare of a reply address: whether somebody
// waits for the answer. It needs not be passive.
func (tx *Tx) declareReplies(c *Conn, name string) (QueueDeclared, error) {
	if name != directReplyTo && tx.db.replies[name] == nil {
		return QueueDeclared{}, noQueue(c.vhost, name)
	}
	return QueueDeclared{Name: name, Consumers: 1}, nil
}

func (tx *Tx) dropReplyConsumer(ch *Channel) {
	if ch.replyConsumer != nil {
		delete(tx.db.replies, ch.replyConsumer.key)
		ch.replyConsumer = nil
	}
}

// addressReplies changes reply-to in a request from the pseudo-queue to the
// channel's own address: 406 where the channel does not consume replies.
func (ch *Channel) addressReplies(p *Publish, replyTo []byte) error {
	if string(replyTo) != directReplyTo {
		return nil
	}
	if ch.replyConsumer == nil {
		return Refuse(wire.PreconditionFailed, "fast reply consumer does not exist")
	}
	props, err := wire.DecodeProperties(p.Properties)
	if err != nil {
		return err
	}
	props.ReplyTo = ch.replyConsumer.key
	p.Properties = wire.AppendProperties(nil, &props)
	return nil
}

// isReply tells that a message to the default exchange is a direct reply.
func isReply(m *Message) bool {
	return m.Exchange == "" && strings.HasPrefix(m.Key, directReplyTo+".")
}

// reply hands a direct reply to the channel that waits for it; where none does
// it is lost.
func (tx *Tx) reply(m *Message) {
	ch := tx.db.replies[m.Key]
	if ch == nil {
		return
	}
	ch.lastTag++
	tx.tell(ch.conn, Event{Kind: Delivery, Channel: ch, Consumer: ch.replyConsumer.tag, Tag: ch.lastTag, Message: m})
}
