package wire

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
)

// MethodID is a class's number in the upper and a method's in the lower 16
// bits, as the wire has them.
type MethodID uint32

// Classes of methods.
const (
	ClassConnection = 10
	ClassChannel    = 20
	ClassAccess     = 30
	ClassExchange   = 40
	ClassQueue      = 50
	ClassBasic      = 60
	ClassConfirm    = 85
	ClassTx         = 90
)

// The methods, RabbitMQ's extensions included.
const (
	ConnectionStartID          MethodID = 10<<16 | 10
	ConnectionStartOkID        MethodID = 10<<16 | 11
	ConnectionSecureID         MethodID = 10<<16 | 20
	ConnectionSecureOkID       MethodID = 10<<16 | 21
	ConnectionTuneID           MethodID = 10<<16 | 30
	ConnectionTuneOkID         MethodID = 10<<16 | 31
	ConnectionOpenID           MethodID = 10<<16 | 40
	ConnectionOpenOkID         MethodID = 10<<16 | 41
	ConnectionCloseID          MethodID = 10<<16 | 50
	ConnectionCloseOkID        MethodID = 10<<16 | 51
	ConnectionBlockedID        MethodID = 10<<16 | 60
	ConnectionUnblockedID      MethodID = 10<<16 | 61
	ConnectionUpdateSecretID   MethodID = 10<<16 | 70
	ConnectionUpdateSecretOkID MethodID = 10<<16 | 71
	ChannelOpenID              MethodID = 20<<16 | 10
	ChannelOpenOkID            MethodID = 20<<16 | 11
	ChannelFlowID              MethodID = 20<<16 | 20
	ChannelFlowOkID            MethodID = 20<<16 | 21
	ChannelCloseID             MethodID = 20<<16 | 40
	ChannelCloseOkID           MethodID = 20<<16 | 41
	AccessRequestID            MethodID = 30<<16 | 10
	AccessRequestOkID          MethodID = 30<<16 | 11
	ExchangeDeclareID          MethodID = 40<<16 | 10
	ExchangeDeclareOkID        MethodID = 40<<16 | 11
	ExchangeDeleteID           MethodID = 40<<16 | 20
	ExchangeDeleteOkID         MethodID = 40<<16 | 21
	ExchangeBindID             MethodID = 40<<16 | 30
	ExchangeBindOkID           MethodID = 40<<16 | 31
	ExchangeUnbindID           MethodID = 40<<16 | 40
	ExchangeUnbindOkID         MethodID = 40<<16 | 51
	QueueDeclareID             MethodID = 50<<16 | 10
	QueueDeclareOkID           MethodID = 50<<16 | 11
	QueueBindID                MethodID = 50<<16 | 20
	QueueBindOkID              MethodID = 50<<16 | 21
	QueuePurgeID               MethodID = 50<<16 | 30
	QueuePurgeOkID             MethodID = 50<<16 | 31
	QueueDeleteID              MethodID = 50<<16 | 40
	QueueDeleteOkID            MethodID = 50<<16 | 41
	QueueUnbindID              MethodID = 50<<16 | 50
	QueueUnbindOkID            MethodID = 50<<16 | 51
	BasicQosID                 MethodID = 60<<16 | 10
	BasicQosOkID               MethodID = 60<<16 | 11
	BasicConsumeID             MethodID = 60<<16 | 20
	BasicConsumeOkID           MethodID = 60<<16 | 21
	BasicCancelID              MethodID = 60<<16 | 30
	BasicCancelOkID            MethodID = 60<<16 | 31
	BasicPublishID             MethodID = 60<<16 | 40
	BasicReturnID              MethodID = 60<<16 | 50
	BasicDeliverID             MethodID = 60<<16 | 60
	BasicGetID                 MethodID = 60<<16 | 70
	BasicGetOkID               MethodID = 60<<16 | 71
	BasicGetEmptyID            MethodID = 60<<16 | 72
	BasicAckID                 MethodID = 60<<16 | 80
	BasicRejectID              MethodID = 60<<16 | 90
	BasicRecoverAsyncID        MethodID = 60<<16 | 100
	BasicRecoverID             MethodID = 60<<16 | 110
	BasicRecoverOkID           MethodID = 60<<16 | 111
	BasicNackID                MethodID = 60<<16 | 120
	ConfirmSelectID            MethodID = 85<<16 | 10
	ConfirmSelectOkID          MethodID = 85<<16 | 11
	TxSelectID                 MethodID = 90<<16 | 10
	TxSelectOkID               MethodID = 90<<16 | 11
	TxCommitID                 MethodID = 90<<16 | 20
	TxCommitOkID               MethodID = 90<<16 | 21
	TxRollbackID               MethodID = 90<<16 | 30
	TxRollbackOkID             MethodID = 90<<16 | 31
)

// Method is one of the methods below. DecodeMethod gives pointers.
type Method interface {
	// ID names the method.
	ID() MethodID
	// fields reads or writes them, in the order of the wire.
	fields(c *codec)
}

// method is what is known of a method apart from its fields.
type method struct {
	id      MethodID
	name    string
	content bool // a content header and body follow it
	make    func() Method
}

// methods is the list of all, in the order of their numbers.
var methods = []method{
	{ConnectionStartID, "connection.start", false, func() Method { return new(ConnectionStart) }},
	{ConnectionStartOkID, "connection.start-ok", false, func() Method { return new(ConnectionStartOk) }},
	{ConnectionSecureID, "connection.secure", false, func() Method { return new(ConnectionSecure) }},
	{ConnectionSecureOkID, "connection.secure-ok", false, func() Method { return new(ConnectionSecureOk) }},
	{ConnectionTuneID, "connection.tune", false, func() Method { return new(ConnectionTune) }},
	{ConnectionTuneOkID, "connection.tune-ok", false, func() Method { return new(ConnectionTuneOk) }},
	{ConnectionOpenID, "connection.open", false, func() Method { return new(ConnectionOpen) }},
	{ConnectionOpenOkID, "connection.open-ok", false, func() Method { return new(ConnectionOpenOk) }},
	{ConnectionCloseID, "connection.close", false, func() Method { return new(ConnectionClose) }},
	{ConnectionCloseOkID, "connection.close-ok", false, func() Method { return new(ConnectionCloseOk) }},
	{ConnectionBlockedID, "connection.blocked", false, func() Method { return new(ConnectionBlocked) }},
	{ConnectionUnblockedID, "connection.unblocked", false, func() Method { return new(ConnectionUnblocked) }},
	{ConnectionUpdateSecretID, "connection.update-secret", false, func() Method { return new(ConnectionUpdateSecret) }},
	{ConnectionUpdateSecretOkID, "connection.update-secret-ok", false, func() Method { return new(ConnectionUpdateSecretOk) }},
	{ChannelOpenID, "channel.open", false, func() Method { return new(ChannelOpen) }},
	{ChannelOpenOkID, "channel.open-ok", false, func() Method { return new(ChannelOpenOk) }},
	{ChannelFlowID, "channel.flow", false, func() Method { return new(ChannelFlow) }},
	{ChannelFlowOkID, "channel.flow-ok", false, func() Method { return new(ChannelFlowOk) }},
	{ChannelCloseID, "channel.close", false, func() Method { return new(ChannelClose) }},
	{ChannelCloseOkID, "channel.close-ok", false, func() Method { return new(ChannelCloseOk) }},
	{AccessRequestID, "access.request", false, func() Method { return new(AccessRequest) }},
	{AccessRequestOkID, "access.request-ok", false, func() Method { return new(AccessRequestOk) }},
	{ExchangeDeclareID, "exchange.declare", false, func() Method { return new(ExchangeDeclare) }},
	{ExchangeDeclareOkID, "exchange.declare-ok", false, func() Method { return new(ExchangeDeclareOk) }},
	{ExchangeDeleteID, "exchange.delete", false, func() Method { return new(ExchangeDelete) }},
	{ExchangeDeleteOkID, "exchange.delete-ok", false, func() Method { return new(ExchangeDeleteOk) }},
	{ExchangeBindID, "exchange.bind", false, func() Method { return new(ExchangeBind) }},
	{ExchangeBindOkID, "exchange.bind-ok", false, func() Method { return new(ExchangeBindOk) }},
	{ExchangeUnbindID, "exchange.unbind", false, func() Method { return new(ExchangeUnbind) }},
	{ExchangeUnbindOkID, "exchange.unbind-ok", false, func() Method { return new(ExchangeUnbindOk) }},
	{QueueDeclareID, "queue.declare", false, func() Method { return new(QueueDeclare) }},
	{QueueDeclareOkID, "queue.declare-ok", false, func() Method { return new(QueueDeclareOk) }},
	{QueueBindID, "queue.bind", false, func() Method { return new(QueueBind) }},
	{QueueBindOkID, "queue.bind-ok", false, func() Method { return new(QueueBindOk) }},
	{QueuePurgeID, "queue.purge", false, func() Method { return new(QueuePurge) }},
	{QueuePurgeOkID, "queue.purge-ok", false, func() Method { return new(QueuePurgeOk) }},
	{QueueDeleteID, "queue.delete", false, func() Method { return new(QueueDelete) }},
	{QueueDeleteOkID, "queue.delete-ok", false, func() Method { return new(QueueDeleteOk) }},
	{QueueUnbindID, "queue.unbind", false, func() Method { return new(QueueUnbind) }},
	{QueueUnbindOkID, "queue.unbind-ok", false, func() Method { return new(QueueUnbindOk) }},
	{BasicQosID, "basic.qos", false, func() Method { return new(BasicQos) }},
	{BasicQosOkID, "basic.qos-ok", false, func() Method { return new(BasicQosOk) }},
	{BasicConsumeID, "basic.consume", false, func() Method { return new(BasicConsume) }},
	{BasicConsumeOkID, "basic.consume-ok", false, func() Method { return new(BasicConsumeOk) }},
	{BasicCancelID, "basic.cancel", false, func() Method { return new(BasicCancel) }},
	{BasicCancelOkID, "basic.cancel-ok", false, func() Method { return new(BasicCancelOk) }},
	{BasicPublishID, "basic.publish", true, func() Method { return new(BasicPublish) }},
	{BasicReturnID, "basic.return", true, func() Method { return new(BasicReturn) }},
	{BasicDeliverID, "basic.deliver", true, func() Method { return new(BasicDeliver) }},
	{BasicGetID, "basic.get", false, func() Method { return new(BasicGet) }},
	{BasicGetOkID, "basic.get-ok", true, func() Method { return new(BasicGetOk) }},
	{BasicGetEmptyID, "basic.get-empty", false, func() Method { return new(BasicGetEmpty) }},
	{BasicAckID, "basic.ack", false, func() Method { return new(BasicAck) }},
	{BasicRejectID, "basic.reject", false, func() Method { return new(BasicReject) }},
	{BasicRecoverAsyncID, "basic.recover-async", false, func() Method { return new(BasicRecoverAsync) }},
	{BasicRecoverID, "basic.recover", false, func() Method { return new(BasicRecover) }},
	{BasicRecoverOkID, "basic.recover-ok", false, func() Method { return new(BasicRecoverOk) }},
	{BasicNackID, "basic.nack", false, func() Method { return new(BasicNack) }},
	{ConfirmSelectID, "confirm.select", false, func() Method { return new(ConfirmSelect) }},
	{ConfirmSelectOkID, "confirm.select-ok", false, func() Method { return new(ConfirmSelectOk) }},
	{TxSelectID, "tx.select", false, func() Method { return new(TxSelect) }},
	{TxSelectOkID, "tx.select-ok", false, func() Method { return new(TxSelectOk) }},
	{TxCommitID, "tx.commit", false, func() Method { return new(TxCommit) }},
	{TxCommitOkID, "tx.commit-ok", false, func() Method { return new(TxCommitOk) }},
	{TxRollbackID, "tx.rollback", false, func() Method { return new(TxRollback) }},
	{TxRollbackOkID, "tx.rollback-ok", false, func() Method { return new(TxRollbackOk) }},
}

func lookup(id MethodID) (method, bool) {
	i, found := slices.BinarySearchFunc(methods, id, func(m method, id MethodID) int { return cmp.Compare(m.id, id) })
	if !found {
		return method{}, false
	}
	return methods[i], true
}

// Class is the number of the method's class.
func (id MethodID) Class() uint16 { return uint16(id >> 16) }

// Method is the method's number within its class.
func (id MethodID) Method() uint16 { return uint16(id) }

// String is the method's name, as "queue.declare", or its numbers, as "50.99".
func (id MethodID) String() string {
	if m, ok := lookup(id); ok {
		return m.name
	}
	return strconv.Itoa(int(id.Class())) + "." + strconv.Itoa(int(id.Method()))
}

// HasContent tells whether a content header and a body follow the method.
func (id MethodID) HasContent() bool {
	m, _ := lookup(id)
	return m.content
}

// PeekMethod gives the ID with which a method frame's payload begins; ok is
// false when it is too short for one.
func PeekMethod(payload []byte) (id MethodID, ok bool) {
	if len(payload) < 4 {
		return 0, false
	}
	return MethodID(binary.BigEndian.Uint32(payload)), true
}

// AppendMethod appends the payload of a method's frame: its ID and fields.
func AppendMethod(dst []byte, m Method) []byte {
	c := encoding(dst, m.ID())
	m.fields(&c)
	return c.buf
}

// DecodeMethod reads a method frame's payload. It keeps no view of it. Errors,
// each a *ProtocolError that ends the connection:
//   - 540 for a class or method that AMQP has not, where RabbitMQ closes the
//     socket without a word;
//   - 501 for fields too short or too long, and for a short string that is not
//     UTF-8 (in methods without content, as in RabbitMQ);
//   - 502 for a field table that can't be read, where RabbitMQ closes the
//     socket too (on channel 0: a bare 541).
func DecodeMethod(payload []byte) (Method, error) {
	id, ok := PeekMethod(payload)
	if !ok {
		return nil, UnknownFrame(Frame{Type: FrameMethod, Payload: payload})
	}
	known, ok := lookup(id)
	if !ok {
		return nil, &ProtocolError{Code: NotImplemented, Text: "unknown method " + id.String(), Method: id}
	}
	fields := payload[4:]
	c := codec{decoding: true, raw: known.content, buf: fields}
	m := known.make()
	m.fields(&c)
	if len(c.buf) > 0 {
		c.stop(faultSize)
	}
	return m, c.err(id, fields)
}

// err is the answer to what the codec stumbled over.
func (c *codec) err(id MethodID, fields []byte) error {
	switch c.fault {
	case faultSize:
		return cannotDecode(id, fields)
	case faultTable:
		return &ProtocolError{Code: SyntaxError, Text: "malformed field table in " + id.String(), Method: id}
	case faultUTF8:
		return &ProtocolError{Code: FrameError, Text: "Malformed UTF-8 in shortstr"}
	}
	return nil
}
