package wire

import "strconv"

// ProtocolError is input that is not AMQP, or that asks for what AMQP has not.
type ProtocolError struct {
	Code   uint16   // such as FrameError
	Text   string   // the explanation, in RabbitMQ's words where it has any
	Method MethodID // the method at fault, for connection.close; 0 where RabbitMQ names none
}

// Error is the reply text.
func (e *ProtocolError) Error() string { return e.ReplyText() }

// ReplyText is what connection.close says: the code's name and the text.
func (e *ProtocolError) ReplyText() string { return ReplyText(e.Code, e.Text) }

// UnknownFrame is RabbitMQ's answer to a frame of no known type, or too short
// for its type, or to a heartbeat with a payload.
func UnknownFrame(f Frame) *ProtocolError {
	return frameError(f.Type, f.Payload, "unknown_frame")
}

// OutOfPlace is RabbitMQ's answer to a frame that is well formed, but not
// for its channel: a heartbeat on a channel, content on channel 0, anything
// but methods before the connection is open.
func OutOfPlace(f Frame) *ProtocolError {
	return &ProtocolError{Code: UnexpectedFrame, Text: string(appendFrameText(nil, f.Type, f.Payload))}
}

func frameTooLarge(kind byte, size, limit int) *ProtocolError {
	return frameError(kind, nil, "{frame_too_large,"+strconv.Itoa(size)+","+strconv.Itoa(limit-frameOverhead)+"}")
}

func invalidEnd(kind byte, payload []byte, end byte) *ProtocolError {
	return frameError(kind, payload, "{invalid_frame_end_marker,"+strconv.Itoa(int(end))+"}")
}

// frameError says "type 1, all octets = <<1,2>>: reason". reason is an Erlang
// term, which "~p" breaks before its last element if the line gets too long.
func frameError(kind byte, payload []byte, reason string) *ProtocolError {
	text := append(appendFrameText(nil, kind, payload), ": "...)
	column := len(text) - lastLine(text)
	if reason[0] == '{' && column+len(reason) > 78 {
		cut := len(reason) - 1
		for reason[cut] != ',' {
			cut--
		}
		text = appendNewline(append(text, reason[:cut+1]...), column+1)
		reason = reason[cut+1:]
	}
	return &ProtocolError{Code: FrameError, Text: string(append(text, reason...))}
}

// snippet is the number of octets that RabbitMQ shows of a frame's payload.
const snippet = 16

func appendFrameText(text []byte, kind byte, payload []byte) []byte {
	text = append(text, "type "...)
	text = strconv.AppendUint(text, uint64(kind), 10)
	if len(payload) <= snippet {
		return appendTerm(append(text, ", all octets = "...), payload)
	}
	return appendTerm(append(text, ", first 16 octets = "...), payload[:snippet])
}

// appendTerm writes a binary as Erlang's "~p" does: as a string if each octet
// is printable, else as numbers that wrap at column 80. Erlang takes the upper
// half of Latin-1 as printable; here it is not, as reply texts must be UTF-8.
func appendTerm(text, binary []byte) []byte {
	if quoted, ok := appendQuoted(text, binary); ok {
		return quoted
	}
	text = append(text, "<<"...)
	column := len(text) - lastLine(text)
	var digits [3]byte
	for i, octet := range binary {
		number := strconv.AppendUint(digits[:0], uint64(octet), 10)
		if len(text)-lastLine(text)+len(number) > 78 {
			text = appendNewline(text, column)
		}
		text = append(text, number...)
		if i+1 < len(binary) {
			text = append(text, ',')
		}
	}
	return append(text, ">>"...)
}

func appendQuoted(text, binary []byte) ([]byte, bool) {
	if len(binary) == 0 {
		return text, false
	}
	text = append(text, "<<\""...)
	for _, octet := range binary {
		switch {
		case octet >= '\b' && octet <= '\r': // \b \t \n \v \f \r
			text = append(text, '\\', "btnvfr"[octet-'\b'])
		case octet == 0x1b:
			text = append(text, "\\e"...)
		case octet == '"' || octet == '\\':
			text = append(text, '\\', octet)
		case octet >= ' ' && octet <= '~':
			text = append(text, octet)
		default:
			return nil, false
		}
	}
	return append(text, "\">>"...), true
}

// lastLine is where the last line of text begins.
func lastLine(text []byte) int {
	at := len(text)
	for at > 0 && text[at-1] != '\n' {
		at--
	}
	return at
}

func appendNewline(text []byte, indent int) []byte {
	text = append(text, '\n')
	for range indent {
		text = append(text, ' ')
	}
	return text
}

// cannotDecode is RabbitMQ's answer to a method whose fields are too short or
// too long: "cannot decode <<1,2,3>>", with "~w", which never wraps.
func cannotDecode(id MethodID, fields []byte) *ProtocolError {
	text := append(make([]byte, 0, maxShortstr+8), "cannot decode <<"...)
	for i, octet := range fields {
		if len(text) > maxShortstr {
			break // ReplyText cuts there
		}
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendUint(text, uint64(octet), 10)
	}
	return &ProtocolError{Code: FrameError, Text: string(append(text, ">>"...)), Method: id}
}
