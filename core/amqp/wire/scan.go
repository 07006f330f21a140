package wire

import "encoding/binary"

// Scan is what a broker looks at in each message. The views are nil for a
// property that is not there.
type Scan struct {
	Present      PropertyFlags
	DeliveryMode uint8
	Priority     uint8
	HasHeaders   bool
	Headers      []byte // view: a table with its length, for Lookup and DecodeTable
	Expiration   []byte // view
	UserID       []byte // view
	ReplyTo      []byte // view
}

// ScanProperties checks a whole property list as DecodeProperties does, but
// makes nothing of it. The error is the same.
func ScanProperties(raw []byte) (Scan, error) {
	if len(raw) < 2 {
		return Scan{}, errProperties
	}
	present := PropertyFlags(binary.BigEndian.Uint16(raw)) & allProperties
	s := Scan{Present: present, HasHeaders: present&HasHeaders != 0}
	rest := raw[2:]
	for flag := HasContentType; flag >= HasClusterID; flag >>= 1 {
		if present&flag == 0 {
			continue
		}
		value, after, ok := cutProperty(rest, flag)
		if !ok {
			return Scan{}, errProperties
		}
		s.keep(flag, value)
		rest = after
	}
	if len(rest) > 0 {
		return Scan{}, errProperties
	}
	return s, nil
}

// cutProperty takes a property off the front of p: a string without its
// length, headers with it.
func cutProperty(p []byte, flag PropertyFlags) (value, rest []byte, ok bool) {
	var size int
	switch flag {
	case HasHeaders:
		body, rest, ok := cutSized(p)
		if !ok || !checkTable(body, 1) {
			return nil, nil, false
		}
		return p[: 4+len(body) : 4+len(body)], rest, true
	case HasDeliveryMode, HasPriority:
		size = 1
	case HasTimestamp:
		size = 8
	default:
		return cutShortstr(p)
	}
	if len(p) < size {
		return nil, nil, false
	}
	return p[:size:size], p[size:], true
}

func (s *Scan) keep(flag PropertyFlags, value []byte) {
	switch flag {
	case HasHeaders:
		s.Headers = value
	case HasDeliveryMode:
		s.DeliveryMode = value[0]
	case HasPriority:
		s.Priority = value[0]
	case HasReplyTo:
		s.ReplyTo = value
	case HasExpiration:
		s.Expiration = value
	case HasUserID:
		s.UserID = value
	}
}
