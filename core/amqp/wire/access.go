package wire

// AccessRequest (access.request) asks for a ticket to a realm, as AMQP 0-8
// clients do; RabbitMQ grants all.
type AccessRequest struct {
	Realm                                   string
	Exclusive, Passive, Active, Write, Read bool
}

// ID implements Method.
func (*AccessRequest) ID() MethodID { return AccessRequestID }

func (m *AccessRequest) fields(c *codec) {
	c.shortstr(&m.Realm)
	c.bits(&m.Exclusive, &m.Passive, &m.Active, &m.Write, &m.Read)
}

// AccessRequestOk (access.request-ok) grants it.
type AccessRequestOk struct {
	Ticket uint16
}

// ID implements Method.
func (*AccessRequestOk) ID() MethodID { return AccessRequestOkID }

func (m *AccessRequestOk) fields(c *codec) {
	c.short(&m.Ticket)
}
