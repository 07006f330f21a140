package session

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// method runs a method frame on a channel. Those that every message passes
// are read without allocation.
func (c *Conn) method(ch *channel, payload []byte) error {
	id, _ := wire.PeekMethod(payload)
	ch.method = id
	switch id {
	case wire.BasicPublishID:
		return ch.beginPublish(payload)
	case wire.BasicAckID:
		var m wire.BasicAck
		if err := wire.DecodeAck(payload, &m); err != nil {
			return err
		}
		return ch.Ack(c.tx, m.DeliveryTag, m.Multiple)
	case wire.BasicNackID:
		var m wire.BasicNack
		if err := wire.DecodeNack(payload, &m); err != nil {
			return err
		}
		return ch.Nack(c.tx, m.DeliveryTag, m.Multiple, m.Requeue)
	case wire.BasicRejectID:
		var m wire.BasicReject
		if err := wire.DecodeReject(payload, &m); err != nil {
			return err
		}
		return ch.Nack(c.tx, m.DeliveryTag, false, m.Requeue)
	}
	m, err := wire.DecodeMethod(payload)
	if err != nil {
		return err
	}
	return c.call(ch, m)
}

// call runs a method and answers it.
func (c *Conn) call(ch *channel, m wire.Method) error {
	tx := c.tx
	switch m := m.(type) {
	case *wire.ChannelOpen:
		return errSecondOpen
	case *wire.ChannelClose:
		c.drainAll() // what was delivered before goes before
		c.forget(ch)
		c.send(ch.id, &wire.ChannelCloseOk{})
	case *wire.ChannelCloseOk: // late: the channel was opened again
	case *wire.ChannelFlow:
		if err := ch.Flow(tx, m.Active); err != nil {
			return err
		}
		c.send(ch.id, &wire.ChannelFlowOk{Active: m.Active})
	case *wire.AccessRequest:
		c.send(ch.id, &wire.AccessRequestOk{Ticket: 1})
	case *wire.ConfirmSelect:
		return c.answer(ch, ch.ConfirmSelect(), m.NoWait, &wire.ConfirmSelectOk{})
	case *wire.TxSelect:
		return c.answer(ch, ch.Select(), false, &wire.TxSelectOk{})
	case *wire.TxCommit:
		return c.answer(ch, ch.Commit(tx), false, &wire.TxCommitOk{})
	case *wire.TxRollback:
		return c.answer(ch, ch.Rollback(tx), false, &wire.TxRollbackOk{})
	default:
		if done, err := c.topology(ch, m); done {
			return err
		}
		return c.basic(ch, m)
	}
	return nil
}

// answer writes the reply to a method that has gone well and wants one.
func (c *Conn) answer(ch *channel, err error, noWait bool, m wire.Method) error {
	if err == nil && !noWait {
		c.send(ch.id, m)
	}
	return err
}

// topology runs the classes exchange and queue; done is false for others.
func (c *Conn) topology(ch *channel, m wire.Method) (done bool, err error) {
	tx := c.tx
	switch m := m.(type) {
	case *wire.ExchangeDeclare:
		return true, c.answer(ch, ch.ExchangeDeclare(tx, amqp.ExchangeDeclare{
			Name: m.Exchange, Type: m.Type, Passive: m.Passive, Durable: m.Durable,
			AutoDelete: m.AutoDelete, Internal: m.Internal, Arguments: m.Arguments,
		}), m.NoWait, &wire.ExchangeDeclareOk{})
	case *wire.ExchangeDelete:
		return true, c.answer(ch, ch.ExchangeDelete(tx, m.Exchange, m.IfUnused), m.NoWait, &wire.ExchangeDeleteOk{})
	case *wire.ExchangeBind:
		return true, c.answer(ch, ch.Bind(tx, amqp.Bind{Source: m.Source, Destination: m.Destination,
			ToExchange: true, Key: m.RoutingKey, Arguments: m.Arguments}), m.NoWait, &wire.ExchangeBindOk{})
	case *wire.ExchangeUnbind:
		return true, c.answer(ch, ch.Unbind(tx, amqp.Bind{Source: m.Source, Destination: m.Destination,
			ToExchange: true, Key: m.RoutingKey, Arguments: m.Arguments}), m.NoWait, &wire.ExchangeUnbindOk{})
	case *wire.QueueDeclare:
		d, err := ch.QueueDeclare(tx, amqp.QueueDeclare{
			Name: m.Queue, Passive: m.Passive, Durable: m.Durable, Exclusive: m.Exclusive,
			AutoDelete: m.AutoDelete, Arguments: m.Arguments,
		})
		return true, c.answer(ch, err, m.NoWait, &wire.QueueDeclareOk{
			Queue: d.Name, MessageCount: uint32(d.Messages), ConsumerCount: uint32(d.Consumers)})
	case *wire.QueueBind:
		return true, c.answer(ch, ch.Bind(tx, amqp.Bind{Source: m.Exchange, Destination: m.Queue,
			Key: m.RoutingKey, Arguments: m.Arguments}), m.NoWait, &wire.QueueBindOk{})
	case *wire.QueueUnbind:
		return true, c.answer(ch, ch.Unbind(tx, amqp.Bind{Source: m.Exchange, Destination: m.Queue,
			Key: m.RoutingKey, Arguments: m.Arguments}), false, &wire.QueueUnbindOk{})
	case *wire.QueuePurge:
		n, err := ch.QueuePurge(tx, m.Queue)
		return true, c.answer(ch, err, m.NoWait, &wire.QueuePurgeOk{MessageCount: uint32(n)})
	case *wire.QueueDelete:
		n, err := ch.QueueDelete(tx, m.Queue, m.IfUnused, m.IfEmpty)
		return true, c.answer(ch, err, m.NoWait, &wire.QueueDeleteOk{MessageCount: uint32(n)})
	}
	return false, nil
}

// basic runs the class basic, but for publish and acknowledgements.
func (c *Conn) basic(ch *channel, m wire.Method) error {
	tx := c.tx
	switch m := m.(type) {
	case *wire.BasicQos:
		return c.answer(ch, ch.Qos(tx, m.PrefetchSize, m.PrefetchCount, m.Global), false, &wire.BasicQosOk{})
	case *wire.BasicConsume:
		tag, err := ch.Consume(tx, amqp.Consume{Queue: m.Queue, Tag: m.ConsumerTag, NoAck: m.NoAck,
			Exclusive: m.Exclusive, Arguments: m.Arguments})
		return c.answer(ch, err, m.NoWait, &wire.BasicConsumeOk{ConsumerTag: tag})
	case *wire.BasicCancel:
		err := ch.CancelConsumer(tx, m.ConsumerTag)
		c.drainAll() // no delivery may follow cancel-ok
		return c.answer(ch, err, m.NoWait, &wire.BasicCancelOk{ConsumerTag: m.ConsumerTag})
	case *wire.BasicGet:
		return c.get(ch, m)
	case *wire.BasicRecover:
		return c.answer(ch, ch.Recover(tx, m.Requeue), false, &wire.BasicRecoverOk{})
	case *wire.BasicRecoverAsync:
		return ch.Recover(tx, m.Requeue)
	}
	return amqp.Refuse(wire.CommandInvalid, "unimplemented method")
}

func (c *Conn) get(ch *channel, m *wire.BasicGet) error {
	g, ok, err := ch.Get(c.tx, m.Queue, m.NoAck)
	if err != nil {
		return err
	}
	if !ok {
		c.send(ch.id, &wire.BasicGetEmpty{})
		return nil
	}
	c.send(ch.id, &wire.BasicGetOk{DeliveryTag: g.Tag, Redelivered: g.Redelivered,
		Exchange: g.Message.Exchange, RoutingKey: g.Message.Key, MessageCount: uint32(g.Remaining)})
	c.appendContent(ch.id, g.Message)
	return nil
}
