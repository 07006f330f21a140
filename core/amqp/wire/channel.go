package wire

// ChannelOpen (channel.open) opens the channel on which it comes.
type ChannelOpen struct{}

// ID implements Method.
func (*ChannelOpen) ID() MethodID { return ChannelOpenID }

func (*ChannelOpen) fields(c *codec) {
	c.reservedShortstr()
}

// ChannelOpenOk (channel.open-ok) answers ChannelOpen.
type ChannelOpenOk struct{}

// ID implements Method.
func (*ChannelOpenOk) ID() MethodID { return ChannelOpenOkID }

func (*ChannelOpenOk) fields(c *codec) {
	c.reservedLongstr()
}

// ChannelFlow (channel.flow) asks to stop content (not Active) or to go on.
type ChannelFlow struct {
	Active bool
}

// ID implements Method.
func (*ChannelFlow) ID() MethodID { return ChannelFlowID }

func (m *ChannelFlow) fields(c *codec) {
	c.bits(&m.Active)
}

// ChannelFlowOk (channel.flow-ok) tells which of the two holds now.
type ChannelFlowOk struct {
	Active bool
}

// ID implements Method.
func (*ChannelFlowOk) ID() MethodID { return ChannelFlowOkID }

func (m *ChannelFlowOk) fields(c *codec) {
	c.bits(&m.Active)
}

// ChannelClose (channel.close) ends the channel; ClassID and MethodID name the
// method at fault, or are 0.
type ChannelClose struct {
	ReplyCode         uint16
	ReplyText         string
	ClassID, MethodID uint16
}

// ID implements Method.
func (*ChannelClose) ID() MethodID { return ChannelCloseID }

func (m *ChannelClose) fields(c *codec) {
	c.short(&m.ReplyCode)
	c.shortstr(&m.ReplyText)
	c.short(&m.ClassID)
	c.short(&m.MethodID)
}

// ChannelCloseOk (channel.close-ok) answers ChannelClose.
type ChannelCloseOk struct{}

// ID implements Method.
func (*ChannelCloseOk) ID() MethodID { return ChannelCloseOkID }

func (*ChannelCloseOk) fields(*codec) {}
