package session

import (
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// capabilities are what clients look for in server-properties
// (rabbit_reader:server_capabilities).
var capabilities = []string{
	"publisher_confirms", "exchange_exchange_bindings", "basic.nack", "consumer_cancel_notify",
	"connection.blocked", "consumer_priorities", "authentication_failure_close",
	"per_consumer_qos", "direct_reply_to",
}

// begin answers the protocol header, or ends the connection after telling
// which one would do (section 4.2.2).
func (c *Conn) begin() (more bool) {
	header, ok := c.parser.ReadHeader()
	if !ok {
		return false
	}
	if string(header[:]) != wire.ProtocolHeader {
		c.out = append(c.out, wire.ProtocolHeader...)
		c.done = true
		return false
	}
	caps := wire.Table{}
	for _, name := range capabilities {
		caps.Set(name, true)
	}
	c.send(0, &wire.ConnectionStart{
		VersionMajor: 0, VersionMinor: 9,
		ServerProperties: wire.Table{
			{Name: "capabilities", Value: caps},
			{Name: "cluster_name", Value: "twelvefold"},
			{Name: "copyright", Value: "The twelvefold authors"},
			{Name: "information", Value: "AMQP 0-9-1 with the extensions of RabbitMQ 3.10"},
			{Name: "platform", Value: "Go"},
			{Name: "product", Value: "RabbitMQ"},
			{Name: "version", Value: "3.10.8"},
			{Name: "twelvefold", Value: c.server.opts.Version},
		},
		Mechanisms: c.mechanisms(), Locales: "en_US",
	})
	c.state = waitStartOk
	return true
}

// external is the mechanism of those who are known already (RFC 4422,
// appendix A; rabbitmq_auth_mechanism_ssl).
const external = "EXTERNAL"

func (c *Conn) mechanisms() string {
	if c.peer.User == "" {
		return "PLAIN AMQPLAIN"
	}
	return "PLAIN AMQPLAIN " + external
}

// login finds out who the client is; known is false for a mechanism that it
// was not offered.
func (c *Conn) login(m *wire.ConnectionStartOk) (name string, admitted, known bool) {
	if m.Mechanism == external && c.peer.User != "" {
		_, admitted = c.tx.Account(c.peer.User)
		return c.peer.User, admitted, true
	}
	name, password, known := credentials(m.Mechanism, m.Response)
	return name, known && c.tx.Authenticate(name, password), known
}

// startOk logs the user in.
func (c *Conn) startOk(m *wire.ConnectionStartOk) {
	name, admitted, known := c.login(m)
	c.client = amqp.Client{
		Name: c.peer.Addr + " -> " + c.peer.Local, Peer: c.peer.Addr,
		Properties: m.ClientProperties, Protocol: "AMQP 0-9-1",
		Local: c.peer.Local, Mechanism: m.Mechanism, TLS: c.peer.TLS,
	}
	c.client.CancelNotify = c.clientCan("consumer_cancel_notify")
	c.client.Blocked = c.clientCan("connection.blocked")
	switch {
	case !known:
		c.fail(amqp.Refuse(wire.CommandInvalid, "unknown authentication mechanism '", m.Mechanism, "'"), m.ID())
		return
	case !admitted:
		if !c.clientCan("authentication_failure_close") {
			c.done = true
			return
		}
		c.fail(amqp.Refuse(wire.AccessRefused, "Login was refused using authentication mechanism ", m.Mechanism,
			". For details see the broker logfile."), 0)
		return
	}
	c.user = name
	o := &c.server.opts
	c.send(0, &wire.ConnectionTune{ChannelMax: o.ChannelMax, FrameMax: o.FrameMax, Heartbeat: uint16(o.Heartbeat / time.Second)})
	c.state = waitTuneOk
}

// clientCan looks into the client's capabilities.
func (c *Conn) clientCan(name string) bool {
	v, _ := c.client.Properties.Get("capabilities")
	caps, _ := v.(wire.Table)
	can, _ := caps.Get(name)
	return can == true
}

// credentials reads the response of PLAIN (RFC 4616) and AMQPLAIN (a field
// table of LOGIN and PASSWORD, without its length).
func credentials(mechanism, response string) (name, password string, ok bool) {
	switch mechanism {
	case "PLAIN":
		parts := strings.Split(response, "\x00")
		if len(parts) != 3 {
			return "", "", true // a wrong login
		}
		return parts[1], parts[2], true
	case "AMQPLAIN":
		n := len(response)
		sized := append([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, response...)
		t, _, err := wire.DecodeTable(sized)
		if err != nil {
			return "", "", true
		}
		login, _ := t.Get("LOGIN")
		pass, _ := t.Get("PASSWORD")
		name, _ = login.(string)
		password, _ = pass.(string)
		return name, password, true
	}
	return "", "", false
}

// tuneOk agrees on limits: the client may only lower them.
func (c *Conn) tuneOk(m *wire.ConnectionTuneOk) {
	o := &c.server.opts
	frameMax, chanMax := m.FrameMax, m.ChannelMax
	if frameMax == 0 {
		frameMax = o.FrameMax
	}
	if chanMax == 0 {
		chanMax = o.ChannelMax
	}
	var err error
	switch {
	case frameMax < wire.MinFrame:
		err = badTuning("frame_max", frameMax, "lower than the minimum", wire.MinFrame)
	case frameMax > o.FrameMax:
		err = badTuning("frame_max", frameMax, "higher than the maximum", o.FrameMax)
	case chanMax > o.ChannelMax:
		err = badTuning("channel_max", uint32(chanMax), "higher than the maximum", uint32(o.ChannelMax))
	}
	if err != nil {
		c.fail(err, m.ID())
		return
	}
	c.frameMax, c.chanMax = int(frameMax), chanMax
	c.parser.MaxFrame = int(frameMax)
	if !o.NoHeartbeats {
		c.heartbeat = time.Duration(m.Heartbeat) * time.Second
	}
	c.client.FrameMax, c.client.ChannelMax, c.client.Heartbeat = frameMax, chanMax, m.Heartbeat
	c.state = waitOpen
}

// badTuning says what RabbitMQ logs of a limit it did not offer
// (rabbit_reader:fail_negotiation).
func badTuning(name string, value uint32, is string, limit uint32) error {
	return amqp.Refuse(wire.NotAllowed, "negotiated ", name, " = ", utoa(value), " is ", is, " allowed value (", utoa(limit), ")")
}

func (c *Conn) open(m *wire.ConnectionOpen) {
	conn, err := c.tx.Connect(c.user, m.VirtualHost, c.client)
	if err != nil {
		c.fail(err, m.ID())
		return
	}
	c.conn = conn
	conn.Attend()
	if c.wake != nil {
		conn.Wake(c.wake)
	}
	c.send(0, &wire.ConnectionOpenOk{})
	c.state = running
}
