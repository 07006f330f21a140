package wire

import "encoding/binary"

// PublishView is basic.publish with views of its names: each message passes
// it, so that nothing is copied.
type PublishView struct {
	Exchange, RoutingKey []byte
	Mandatory, Immediate bool
}

// DecodePublish reads the payload of a frame that PeekMethod found to be
// basic.publish. Errors are those of DecodeMethod.
func DecodePublish(payload []byte, m *PublishView) error {
	rest := payload[min(len(payload), 4+2):] // past the ID and the ticket
	exchange, rest, ok := cutShortstr(rest)
	key, rest, ok2 := cutShortstr(rest)
	if !ok || !ok2 || len(rest) != 1 {
		return cannotDecode(BasicPublishID, payload[min(len(payload), 4):])
	}
	m.Exchange, m.RoutingKey = exchange, key
	m.Mandatory, m.Immediate = rest[0]&1 != 0, rest[0]&2 != 0
	return nil
}

// DecodeAck reads the payload of a frame that PeekMethod found to be basic.ack.
func DecodeAck(payload []byte, m *BasicAck) error {
	tag, bits, err := decodeSettle(payload, BasicAckID)
	m.DeliveryTag, m.Multiple = tag, bits&1 != 0
	return err
}

// DecodeNack reads the payload of a frame that PeekMethod found to be
// basic.nack.
func DecodeNack(payload []byte, m *BasicNack) error {
	tag, bits, err := decodeSettle(payload, BasicNackID)
	m.DeliveryTag, m.Multiple, m.Requeue = tag, bits&1 != 0, bits&2 != 0
	return err
}

// DecodeReject reads the payload of a frame that PeekMethod found to be
// basic.reject.
func DecodeReject(payload []byte, m *BasicReject) error {
	tag, bits, err := decodeSettle(payload, BasicRejectID)
	m.DeliveryTag, m.Requeue = tag, bits&1 != 0
	return err
}

// decodeSettle reads what the three methods that settle a delivery have alike:
// its tag, and an octet of bits.
func decodeSettle(payload []byte, id MethodID) (tag uint64, bits byte, err error) {
	if len(payload) != 4+8+1 {
		return 0, 0, cannotDecode(id, payload[min(len(payload), 4):])
	}
	return binary.BigEndian.Uint64(payload[4:]), payload[12], nil
}

// cutShortstr takes a short string off the front of p.
func cutShortstr(p []byte) (s, rest []byte, ok bool) {
	if len(p) == 0 || len(p) <= int(p[0]) {
		return nil, nil, false
	}
	end := 1 + int(p[0])
	return p[1:end:end], p[end:], true
}

// cutSized takes octets off the front of p whose number a long announces.
func cutSized(p []byte) (s, rest []byte, ok bool) {
	if len(p) < 4 {
		return nil, nil, false
	}
	size := binary.BigEndian.Uint32(p)
	if int64(size) > int64(len(p)-4) {
		return nil, nil, false
	}
	end := 4 + int(size)
	return p[4:end:end], p[end:], true
}
