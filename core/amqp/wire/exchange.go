package wire

// ExchangeDeclare (exchange.declare) makes an exchange, or with Passive asks
// whether it is there.
type ExchangeDeclare struct {
	Exchange, Type                                 string
	Passive, Durable, AutoDelete, Internal, NoWait bool
	Arguments                                      Table
}

// ID implements Method.
func (*ExchangeDeclare) ID() MethodID { return ExchangeDeclareID }

func (m *ExchangeDeclare) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Exchange)
	c.shortstr(&m.Type)
	c.bits(&m.Passive, &m.Durable, &m.AutoDelete, &m.Internal, &m.NoWait)
	c.table(&m.Arguments)
}

// ExchangeDeclareOk (exchange.declare-ok) answers ExchangeDeclare.
type ExchangeDeclareOk struct{}

// ID implements Method.
func (*ExchangeDeclareOk) ID() MethodID { return ExchangeDeclareOkID }

func (*ExchangeDeclareOk) fields(*codec) {}

// ExchangeDelete (exchange.delete) deletes an exchange.
type ExchangeDelete struct {
	Exchange         string
	IfUnused, NoWait bool
}

// ID implements Method.
func (*ExchangeDelete) ID() MethodID { return ExchangeDeleteID }

func (m *ExchangeDelete) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Exchange)
	c.bits(&m.IfUnused, &m.NoWait)
}

// ExchangeDeleteOk (exchange.delete-ok) answers ExchangeDelete.
type ExchangeDeleteOk struct{}

// ID implements Method.
func (*ExchangeDeleteOk) ID() MethodID { return ExchangeDeleteOkID }

func (*ExchangeDeleteOk) fields(*codec) {}

// ExchangeBind (exchange.bind) leads messages from the exchange Source on to
// the exchange Destination.
type ExchangeBind struct {
	Destination, Source, RoutingKey string
	NoWait                          bool
	Arguments                       Table
}

// ID implements Method.
func (*ExchangeBind) ID() MethodID { return ExchangeBindID }

func (m *ExchangeBind) fields(c *codec) {
	c.reservedShort()
	c.shortstr(&m.Destination)
	c.shortstr(&m.Source)
	c.shortstr(&m.RoutingKey)
	c.bits(&m.NoWait)
	c.table(&m.Arguments)
}

// ExchangeBindOk (exchange.bind-ok) answers ExchangeBind.
type ExchangeBindOk struct{}

// ID implements Method.
func (*ExchangeBindOk) ID() MethodID { return ExchangeBindOkID }

func (*ExchangeBindOk) fields(*codec) {}

// ExchangeUnbind (exchange.unbind) takes such a binding away.
type ExchangeUnbind ExchangeBind

// ID implements Method.
func (*ExchangeUnbind) ID() MethodID { return ExchangeUnbindID }

func (m *ExchangeUnbind) fields(c *codec) { (*ExchangeBind)(m).fields(c) }

// ExchangeUnbindOk (exchange.unbind-ok) answers ExchangeUnbind.
type ExchangeUnbindOk struct{}

// ID implements Method.
func (*ExchangeUnbindOk) ID() MethodID { return ExchangeUnbindOkID }

func (*ExchangeUnbindOk) fields(*codec) {}
