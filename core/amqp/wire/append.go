package wire

import "encoding/binary"

// AppendMethodFrame appends a method as a whole frame.
func AppendMethodFrame(dst []byte, channel uint16, m Method) []byte {
	dst, at := beginFrame(dst, FrameMethod, channel)
	return endFrame(AppendMethod(dst, m), at)
}

// AppendHeaderFrame appends a content header as a whole frame. props is raw:
// the flags and the property list, as ContentHeader.Properties and
// AppendProperties have it.
func AppendHeaderFrame(dst []byte, channel, classID uint16, bodySize uint64, props []byte) []byte {
	dst, at := beginFrame(dst, FrameHeader, channel)
	dst = binary.BigEndian.AppendUint16(dst, classID)
	dst = append(dst, 0, 0) // weight
	dst = binary.BigEndian.AppendUint64(dst, bodySize)
	return endFrame(append(dst, props...), at)
}

// AppendBodyFrames appends a body, in as many frames as frameMax (in bytes, the
// 8 octets around a payload included; 0: no limit) makes necessary. An empty
// body has none.
func AppendBodyFrames(dst []byte, channel uint16, body []byte, frameMax int) []byte {
	most := len(body)
	if frameMax > frameOverhead {
		most = frameMax - frameOverhead
	}
	for len(body) > 0 {
		piece := body[:min(len(body), most)]
		body = body[len(piece):]
		var at int
		dst, at = beginFrame(dst, FrameBody, channel)
		dst = endFrame(append(dst, piece...), at)
	}
	return dst
}

// AppendHeartbeat appends a heartbeat frame.
func AppendHeartbeat(dst []byte) []byte {
	dst, at := beginFrame(dst, FrameHeartbeat, 0)
	return endFrame(dst, at)
}

// AppendDeliver appends basic.deliver as a whole frame.
func AppendDeliver(dst []byte, channel uint16, consumerTag string, deliveryTag uint64, redelivered bool, exchange, key string) []byte {
	m := BasicDeliver{ConsumerTag: consumerTag, DeliveryTag: deliveryTag, Redelivered: redelivered, Exchange: exchange, RoutingKey: key}
	dst, at := beginFrame(dst, FrameMethod, channel)
	c := encoding(dst, m.ID())
	m.fields(&c)
	return endFrame(c.buf, at)
}

// AppendAck appends basic.ack, with which a server confirms, as a whole frame.
func AppendAck(dst []byte, channel uint16, tag uint64, multiple bool) []byte {
	m := BasicAck{DeliveryTag: tag, Multiple: multiple}
	dst, at := beginFrame(dst, FrameMethod, channel)
	c := encoding(dst, m.ID())
	m.fields(&c)
	return endFrame(c.buf, at)
}

// beginFrame appends a frame's head; at is where it lies, for endFrame.
func beginFrame(dst []byte, kind byte, channel uint16) (_ []byte, at int) {
	at = len(dst)
	return append(dst, kind, byte(channel>>8), byte(channel), 0, 0, 0, 0), at
}

// endFrame fills in the payload's size and appends the end octet.
func endFrame(dst []byte, at int) []byte {
	binary.BigEndian.PutUint32(dst[at+3:], uint32(len(dst)-at-frameHead))
	return append(dst, FrameEnd)
}
