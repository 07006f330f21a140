package wire

// BasicQos (basic.qos) limits the deliveries that are not acknowledged: of each
// later consumer, or with Global of the whole channel. PrefetchSize is in bytes;
// RabbitMQ implements 0 only, which is no limit.
type BasicQos struct {
	PrefetchSize  uint32
	PrefetchCount uint16
	Global        bool
}

// ID implements Method.
func (*BasicQos) ID() MethodID { return BasicQosID }

func (m *BasicQos) fields(c *codec) {
	c.long(&m.PrefetchSize)
	c.short(&m.PrefetchCount)
	c.bits(&m.Global)
}

// BasicQosOk (basic.qos-ok) answers BasicQos.
type BasicQosOk struct{}

// ID implements Method.
func (*BasicQosOk) ID() MethodID { return BasicQosOkID }

func (*BasicQosOk) fields(*codec) {}

// BasicConsume (basic.consume) starts a consumer; an empty tag asks the server
// for one.
type BasicConsume struct {
	Queue, ConsumerTag                string
	NoLocal, NoAck, Exclusive, NoWait bool
	Arguments                         Table
}

// ID implements Method.
func (*BasicConsume) ID() MethodID { return BasicConsumeID }

func (m *BasicConsume) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Queue)
	c.shortstr(&m.ConsumerTag)
	c.bits(&m.NoLocal, &m.NoAck, &m.Exclusive, &m.NoWait)
	c.table(&m.Arguments)
}

// BasicConsumeOk (basic.consume-ok) tells the consumer's tag.
type BasicConsumeOk struct {
	ConsumerTag string
}

// ID implements Method.
func (*BasicConsumeOk) ID() MethodID { return BasicConsumeOkID }

func (m *BasicConsumeOk) fields(c *codec) {
	c.shortstr(&m.ConsumerTag)
}

// BasicCancel (basic.cancel) ends a consumer; RabbitMQ sends it too, when the
// queue goes away.
type BasicCancel struct {
	ConsumerTag string
	NoWait      bool
}

// ID implements Method.
func (*BasicCancel) ID() MethodID { return BasicCancelID }

func (m *BasicCancel) fields(c *codec) {
	c.shortstr(&m.ConsumerTag)
	c.bits(&m.NoWait)
}

// BasicCancelOk (basic.cancel-ok) answers BasicCancel.
type BasicCancelOk struct {
	ConsumerTag string
}

// ID implements Method.
func (*BasicCancelOk) ID() MethodID { return BasicCancelOkID }

func (m *BasicCancelOk) fields(c *codec) {
	c.shortstr(&m.ConsumerTag)
}

// BasicPublish (basic.publish) is followed by a message for an exchange.
type BasicPublish struct {
	Exchange, RoutingKey string
	Mandatory, Immediate bool
}

// ID implements Method.
func (*BasicPublish) ID() MethodID { return BasicPublishID }

func (m *BasicPublish) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Exchange)
	c.shortstr(&m.RoutingKey)
	c.bits(&m.Mandatory, &m.Immediate)
}

// BasicReturn (basic.return) is followed by a message that could not be
// routed.
type BasicReturn struct {
	ReplyCode                       uint16
	ReplyText, Exchange, RoutingKey string
}

// ID implements Method.
func (*BasicReturn) ID() MethodID { return BasicReturnID }

func (m *BasicReturn) fields(c *codec) {
	c.short(&m.ReplyCode)
	c.shortstr(&m.ReplyText)
	c.shortstr(&m.Exchange)
	c.shortstr(&m.RoutingKey)
}

// BasicDeliver (basic.deliver) is followed by a message for a consumer.
type BasicDeliver struct {
	ConsumerTag          string
	DeliveryTag          uint64
	Redelivered          bool
	Exchange, RoutingKey string
}

// ID implements Method.
func (*BasicDeliver) ID() MethodID { return BasicDeliverID }

func (m *BasicDeliver) fields(c *codec) {
	c.shortstr(&m.ConsumerTag)
	c.longlong(&m.DeliveryTag)
	c.bits(&m.Redelivered)
	c.shortstr(&m.Exchange)
	c.shortstr(&m.RoutingKey)
}

// BasicGet (basic.get) asks for one message.
type BasicGet struct {
	Queue string
	NoAck bool
}

// ID implements Method.
func (*BasicGet) ID() MethodID { return BasicGetID }

func (m *BasicGet) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Queue)
	c.bits(&m.NoAck)
}

// BasicGetOk (basic.get-ok) is followed by that message; MessageCount are
// still ready.
type BasicGetOk struct {
	DeliveryTag          uint64
	Redelivered          bool
	Exchange, RoutingKey string
	MessageCount         uint32
}

// ID implements Method.
func (*BasicGetOk) ID() MethodID { return BasicGetOkID }

func (m *BasicGetOk) fields(c *codec) {
	c.longlong(&m.DeliveryTag)
	c.bits(&m.Redelivered)
	c.shortstr(&m.Exchange)
	c.shortstr(&m.RoutingKey)
	c.long(&m.MessageCount)
}

// BasicGetEmpty (basic.get-empty) tells that there is none.
type BasicGetEmpty struct{}

// ID implements Method.
func (*BasicGetEmpty) ID() MethodID { return BasicGetEmptyID }

func (*BasicGetEmpty) fields(c *codec) {
	c.reservedShortstr()
}

// BasicAck (basic.ack) acknowledges a delivery, or with Multiple all up to it;
// from a server, it confirms.
type BasicAck struct {
	DeliveryTag uint64
	Multiple    bool
}

// ID implements Method.
func (*BasicAck) ID() MethodID { return BasicAckID }

func (m *BasicAck) fields(c *codec) {
	c.longlong(&m.DeliveryTag)
	c.bits(&m.Multiple)
}

// BasicReject (basic.reject) gives one delivery back, to be queued again or
// not.
type BasicReject struct {
	DeliveryTag uint64
	Requeue     bool
}

// ID implements Method.
func (*BasicReject) ID() MethodID { return BasicRejectID }

func (m *BasicReject) fields(c *codec) {
	c.longlong(&m.DeliveryTag)
	c.bits(&m.Requeue)
}

// BasicRecoverAsync (basic.recover-async) is BasicRecover without an answer.
type BasicRecoverAsync struct {
	Requeue bool
}

// ID implements Method.
func (*BasicRecoverAsync) ID() MethodID { return BasicRecoverAsyncID }

func (m *BasicRecoverAsync) fields(c *codec) {
	c.bits(&m.Requeue)
}

// BasicRecover (basic.recover) gives all unacknowledged deliveries back.
type BasicRecover struct {
	Requeue bool
}

// ID implements Method.
func (*BasicRecover) ID() MethodID { return BasicRecoverID }

func (m *BasicRecover) fields(c *codec) {
	c.bits(&m.Requeue)
}

// BasicRecoverOk (basic.recover-ok) answers BasicRecover.
type BasicRecoverOk struct{}

// ID implements Method.
func (*BasicRecoverOk) ID() MethodID { return BasicRecoverOkID }

func (*BasicRecoverOk) fields(*codec) {}

// BasicNack (basic.nack) is BasicReject with Multiple; from a server, it tells
// that a message is not kept.
type BasicNack struct {
	DeliveryTag       uint64
	Multiple, Requeue bool
}

// ID implements Method.
func (*BasicNack) ID() MethodID { return BasicNackID }

func (m *BasicNack) fields(c *codec) {
	c.longlong(&m.DeliveryTag)
	c.bits(&m.Multiple, &m.Requeue)
}
