package wire

import "encoding/binary"

// PropertyFlags tell which properties a message has.
type PropertyFlags uint16

// The flags, in the order in which the properties lie on the wire.
const (
	HasContentType PropertyFlags = 1 << (15 - iota)
	HasContentEncoding
	HasHeaders
	HasDeliveryMode
	HasPriority
	HasCorrelationID
	HasReplyTo
	HasExpiration
	HasMessageID
	HasTimestamp
	HasType
	HasUserID
	HasAppID
	HasClusterID

	// allProperties leaves out the two lowest bits. RabbitMQ does not look at
	// them, though the specification has one mean that more flags follow.
	allProperties = ^PropertyFlags(3)
)

// Delivery modes: what is to survive a restart is persistent.
const (
	Transient  = 1
	Persistent = 2
)

// Properties are what a message of class basic says of itself. A property is
// there if Present has its flag or its field is not the zero value, so that
// absent and empty differ and a literal needs no flags.
type Properties struct {
	Present         PropertyFlags
	ContentType     string
	ContentEncoding string
	Headers         Table
	DeliveryMode    uint8 // Persistent, Transient
	Priority        uint8
	CorrelationID   string
	ReplyTo         string
	Expiration      string // milliseconds, as digits
	MessageID       string
	Timestamp       uint64 // seconds since 1970
	Type            string
	UserID          string
	AppID           string
	ClusterID       string
}

// Has tells whether a property is there.
func (p *Properties) Has(flag PropertyFlags) bool { return p.flags()&flag != 0 }

// flags are those of Present and of the fields that are not zero.
func (p *Properties) flags() PropertyFlags {
	flags := p.Present & allProperties
	for i, s := range p.Texts() {
		if *s != "" {
			flags |= TextProperties[i].Flag
		}
	}
	if len(p.Headers) > 0 {
		flags |= HasHeaders
	}
	if p.DeliveryMode != 0 {
		flags |= HasDeliveryMode
	}
	if p.Priority != 0 {
		flags |= HasPriority
	}
	if p.Timestamp != 0 {
		flags |= HasTimestamp
	}
	return flags
}

// TextProperties are the properties that are short strings, by the names that
// the specification gives them and JSON uses.
var TextProperties = [...]struct {
	Name string
	Flag PropertyFlags
}{
	{"content_type", HasContentType},
	{"content_encoding", HasContentEncoding},
	{"correlation_id", HasCorrelationID},
	{"reply_to", HasReplyTo},
	{"expiration", HasExpiration},
	{"message_id", HasMessageID},
	{"type", HasType},
	{"user_id", HasUserID},
	{"app_id", HasAppID},
	{"cluster_id", HasClusterID},
}

// Texts gives the fields of TextProperties, in its order. They are not in it
// as functions: called by a table, those would move p to the heap.
func (p *Properties) Texts() [len(TextProperties)]*string {
	return [...]*string{
		&p.ContentType, &p.ContentEncoding, &p.CorrelationID, &p.ReplyTo, &p.Expiration,
		&p.MessageID, &p.Type, &p.UserID, &p.AppID, &p.ClusterID,
	}
}

// Remove takes properties away.
func (p *Properties) Remove(flags PropertyFlags) {
	p.Present &^= flags
	for i, s := range p.Texts() {
		if flags&TextProperties[i].Flag != 0 {
			*s = ""
		}
	}
	if flags&HasHeaders != 0 {
		p.Headers = nil
	}
	if flags&HasDeliveryMode != 0 {
		p.DeliveryMode = 0
	}
	if flags&HasPriority != 0 {
		p.Priority = 0
	}
	if flags&HasTimestamp != 0 {
		p.Timestamp = 0
	}
}

// fields reads or writes the properties that flags tell of.
func (p *Properties) fields(c *codec, flags PropertyFlags) {
	str := func(flag PropertyFlags, v *string) {
		if flags&flag != 0 {
			c.shortstr(v)
		}
	}
	str(HasContentType, &p.ContentType)
	str(HasContentEncoding, &p.ContentEncoding)
	if flags&HasHeaders != 0 {
		c.table(&p.Headers)
	}
	if flags&HasDeliveryMode != 0 {
		c.octet(&p.DeliveryMode)
	}
	if flags&HasPriority != 0 {
		c.octet(&p.Priority)
	}
	str(HasCorrelationID, &p.CorrelationID)
	str(HasReplyTo, &p.ReplyTo)
	str(HasExpiration, &p.Expiration)
	str(HasMessageID, &p.MessageID)
	if flags&HasTimestamp != 0 {
		c.longlong(&p.Timestamp)
	}
	str(HasType, &p.Type)
	str(HasUserID, &p.UserID)
	str(HasAppID, &p.AppID)
	str(HasClusterID, &p.ClusterID)
}

// AppendProperties appends flags and property list, which is what
// AppendHeaderFrame takes.
func AppendProperties(dst []byte, p *Properties) []byte {
	flags := p.flags()
	c := codec{buf: binary.BigEndian.AppendUint16(dst, uint16(flags))}
	p.fields(&c, flags)
	return c.buf
}

// errProperties is RabbitMQ's answer to a property list that it can't read:
// the channel's process dies of it, and the connection ends with a bare
// "INTERNAL_ERROR".
var errProperties = &ProtocolError{Code: InternalError}

// DecodeProperties reads flags and property list, whole.
func DecodeProperties(raw []byte) (Properties, error) {
	var p Properties
	if len(raw) < 2 {
		return p, errProperties
	}
	p.Present = PropertyFlags(binary.BigEndian.Uint16(raw)) & allProperties
	c := codec{decoding: true, raw: true, buf: raw[2:]}
	p.fields(&c, p.Present)
	if c.fault != faultNone || len(c.buf) > 0 {
		return Properties{}, errProperties
	}
	return p, nil
}
