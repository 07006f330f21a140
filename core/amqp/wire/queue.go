package wire

// QueueDeclare (queue.declare) makes a queue, or with Passive asks whether it
// is there. An empty name asks the server for one, or with Passive means the
// last one declared.
type QueueDeclare struct {
	Queue                                           string
	Passive, Durable, Exclusive, AutoDelete, NoWait bool
	Arguments                                       Table
}

// ID implements Method.
func (*QueueDeclare) ID() MethodID { return QueueDeclareID }

func (m *QueueDeclare) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Queue)
	c.bits(&m.Passive, &m.Durable, &m.Exclusive, &m.AutoDelete, &m.NoWait)
	c.table(&m.Arguments)
}

// QueueDeclareOk (queue.declare-ok) answers with the name, the messages that
// are ready, and the consumers.
type QueueDeclareOk struct {
	Queue                       string
	MessageCount, ConsumerCount uint32
}

// ID implements Method.
func (*QueueDeclareOk) ID() MethodID { return QueueDeclareOkID }

func (m *QueueDeclareOk) fields(c *codec) {
	c.shortstr(&m.Queue)
	c.long(&m.MessageCount)
	c.long(&m.ConsumerCount)
}

// QueueBind (queue.bind) leads messages from an exchange to a queue.
type QueueBind struct {
	Queue, Exchange, RoutingKey string
	NoWait                      bool
	Arguments                   Table
}

// ID implements Method.
func (*QueueBind) ID() MethodID { return QueueBindID }

func (m *QueueBind) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Queue)
	c.shortstr(&m.Exchange)
	c.shortstr(&m.RoutingKey)
	c.bits(&m.NoWait)
	c.table(&m.Arguments)
}

// QueueBindOk (queue.bind-ok) answers QueueBind.
type QueueBindOk struct{}

// ID implements Method.
func (*QueueBindOk) ID() MethodID { return QueueBindOkID }

func (*QueueBindOk) fields(*codec) {}

// QueuePurge (queue.purge) drops the messages that are ready.
type QueuePurge struct {
	Queue  string
	NoWait bool
}

// ID implements Method.
func (*QueuePurge) ID() MethodID { return QueuePurgeID }

func (m *QueuePurge) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Queue)
	c.bits(&m.NoWait)
}

// QueuePurgeOk (queue.purge-ok) tells how many they were.
type QueuePurgeOk struct {
	MessageCount uint32
}

// ID implements Method.
func (*QueuePurgeOk) ID() MethodID { return QueuePurgeOkID }

func (m *QueuePurgeOk) fields(c *codec) {
	c.long(&m.MessageCount)
}

// QueueDelete (queue.delete) deletes a queue.
type QueueDelete struct {
	Queue                     string
	IfUnused, IfEmpty, NoWait bool
}

// ID implements Method.
func (*QueueDelete) ID() MethodID { return QueueDeleteID }

func (m *QueueDelete) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Queue)
	c.bits(&m.IfUnused, &m.IfEmpty, &m.NoWait)
}

// QueueDeleteOk (queue.delete-ok) tells how many messages went with it.
type QueueDeleteOk struct {
	MessageCount uint32
}

// ID implements Method.
func (*QueueDeleteOk) ID() MethodID { return QueueDeleteOkID }

func (m *QueueDeleteOk) fields(c *codec) {
	c.long(&m.MessageCount)
}

// QueueUnbind (queue.unbind) takes a binding away; it has no NoWait.
type QueueUnbind struct {
	Queue, Exchange, RoutingKey string
	Arguments                   Table
}

// ID implements Method.
func (*QueueUnbind) ID() MethodID { return QueueUnbindID }

func (m *QueueUnbind) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Queue)
	c.shortstr(&m.Exchange)
	c.shortstr(&m.RoutingKey)
	c.table(&m.Arguments)
}

// QueueUnbindOk (queue.unbind-ok) answers QueueUnbind.
type QueueUnbindOk struct{}

// ID implements Method.
func (*QueueUnbindOk) ID() MethodID { return QueueUnbindOkID }

func (*QueueUnbindOk) fields(*codec) {}
