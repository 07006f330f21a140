package wire

import "encoding/binary"

// ContentHeader is the payload of a header frame.
type ContentHeader struct {
	ClassID    uint16
	Weight     uint16 // 0 in all that is valid
	BodySize   uint64 // bytes of the body frames that follow
	Properties []byte // view: flags and property list
}

// contentHead is the length of what comes before the properties.
const contentHead = 2 + 2 + 8

// DecodeContentHeader reads a header frame's payload. Properties is not looked
// into: ScanProperties or DecodeProperties does. The error is RabbitMQ's, 501.
func DecodeContentHeader(payload []byte) (ContentHeader, error) {
	if len(payload) < contentHead {
		return ContentHeader{}, UnknownFrame(Frame{Type: FrameHeader, Payload: payload})
	}
	return ContentHeader{
		ClassID:    binary.BigEndian.Uint16(payload),
		Weight:     binary.BigEndian.Uint16(payload[2:]),
		BodySize:   binary.BigEndian.Uint64(payload[4:]),
		Properties: payload[contentHead:len(payload):len(payload)],
	}, nil
}
