package wire

// ConnectionStart (connection.start) opens the handshake: what the server is,
// and how a client may log in (names separated by spaces).
type ConnectionStart struct {
	VersionMajor, VersionMinor uint8
	ServerProperties           Table
	Mechanisms, Locales        string
}

// ID implements Method.
func (*ConnectionStart) ID() MethodID { return ConnectionStartID }

func (m *ConnectionStart) fields(c *codec) {
	c.octet(&m.VersionMajor)
	c.octet(&m.VersionMinor)
	c.table(&m.ServerProperties)
	c.longstr(&m.Mechanisms)
	c.longstr(&m.Locales)
}

// ConnectionStartOk (connection.start-ok) chooses a mechanism and answers with
// its first response.
type ConnectionStartOk struct {
	ClientProperties            Table
	Mechanism, Response, Locale string
}

// ID implements Method.
func (*ConnectionStartOk) ID() MethodID { return ConnectionStartOkID }

func (m *ConnectionStartOk) fields(c *codec) {
	c.table(&m.ClientProperties)
	c.shortstr(&m.Mechanism)
	c.longstr(&m.Response)
	c.shortstr(&m.Locale)
}

// ConnectionSecure (connection.secure) asks for another round of the
// mechanism.
type ConnectionSecure struct {
	Challenge string
}

// ID implements Method.
func (*ConnectionSecure) ID() MethodID { return ConnectionSecureID }

func (m *ConnectionSecure) fields(c *codec) {
	c.longstr(&m.Challenge)
}

// ConnectionSecureOk (connection.secure-ok) answers it.
type ConnectionSecureOk struct {
	Response string
}

// ID implements Method.
func (*ConnectionSecureOk) ID() MethodID { return ConnectionSecureOkID }

func (m *ConnectionSecureOk) fields(c *codec) {
	c.longstr(&m.Response)
}

// ConnectionTune (connection.tune) proposes limits: channels, bytes of a
// frame, seconds between heartbeats; 0 is no limit, or no heartbeats.
type ConnectionTune struct {
	ChannelMax uint16
	FrameMax   uint32
	Heartbeat  uint16
}

// ID implements Method.
func (*ConnectionTune) ID() MethodID { return ConnectionTuneID }

func (m *ConnectionTune) fields(c *codec) {
	c.short(&m.ChannelMax)
	c.long(&m.FrameMax)
	c.short(&m.Heartbeat)
}

// ConnectionTuneOk (connection.tune-ok) settles them.
type ConnectionTuneOk ConnectionTune

// ID implements Method.
func (*ConnectionTuneOk) ID() MethodID { return ConnectionTuneOkID }

func (m *ConnectionTuneOk) fields(c *codec) { (*ConnectionTune)(m).fields(c) }

// ConnectionOpen (connection.open) enters a virtual host.
type ConnectionOpen struct {
	VirtualHost string
}

// ID implements Method.
func (*ConnectionOpen) ID() MethodID { return ConnectionOpenID }

func (m *ConnectionOpen) fields(c *codec) {
	c.shortstr(&m.VirtualHost)
	c.reservedShortstr()
	c.reservedBit()
}

// ConnectionOpenOk (connection.open-ok) ends the handshake.
type ConnectionOpenOk struct{}

// ID implements Method.
func (*ConnectionOpenOk) ID() MethodID { return ConnectionOpenOkID }

func (*ConnectionOpenOk) fields(c *codec) {
	c.reservedShortstr()
}

// ConnectionClose (connection.close) ends the connection; ClassID and MethodID
// name the method at fault, or are 0.
type ConnectionClose struct {
	ReplyCode         uint16
	ReplyText         string
	ClassID, MethodID uint16
}

// ID implements Method.
func (*ConnectionClose) ID() MethodID { return ConnectionCloseID }

func (m *ConnectionClose) fields(c *codec) {
	c.short(&m.ReplyCode)
	c.shortstr(&m.ReplyText)
	c.short(&m.ClassID)
	c.short(&m.MethodID)
}

// ConnectionCloseOk (connection.close-ok) answers ConnectionClose.
type ConnectionCloseOk struct{}

// ID implements Method.
func (*ConnectionCloseOk) ID() MethodID { return ConnectionCloseOkID }

func (*ConnectionCloseOk) fields(*codec) {}

// ConnectionBlocked (connection.blocked) tells that publishers are not read,
// as the server is short of something.
type ConnectionBlocked struct {
	Reason string
}

// ID implements Method.
func (*ConnectionBlocked) ID() MethodID { return ConnectionBlockedID }

func (m *ConnectionBlocked) fields(c *codec) {
	c.shortstr(&m.Reason)
}

// ConnectionUnblocked (connection.unblocked) tells that they are read again.
type ConnectionUnblocked struct{}

// ID implements Method.
func (*ConnectionUnblocked) ID() MethodID { return ConnectionUnblockedID }

func (*ConnectionUnblocked) fields(*codec) {}

// ConnectionUpdateSecret (connection.update-secret) gives a new password or
// token to a connection that is open.
type ConnectionUpdateSecret struct {
	NewSecret, Reason string
}

// ID implements Method.
func (*ConnectionUpdateSecret) ID() MethodID { return ConnectionUpdateSecretID }

func (m *ConnectionUpdateSecret) fields(c *codec) {
	c.longstr(&m.NewSecret)
	c.shortstr(&m.Reason)
}

// ConnectionUpdateSecretOk (connection.update-secret-ok) answers it.
type ConnectionUpdateSecretOk struct{}

// ID implements Method.
func (*ConnectionUpdateSecretOk) ID() MethodID { return ConnectionUpdateSecretOkID }

func (*ConnectionUpdateSecretOk) fields(*codec) {}
