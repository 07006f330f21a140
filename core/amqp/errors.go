package amqp

import (
	"errors"
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/code"
)

// Error is a refusal with the reply code and text that RabbitMQ puts on the
// wire. A soft error closes the channel it happened on, a hard one the
// connection (AMQP 0-9-1, section 1.2).
type Error struct {
	Reply uint16 // wire.NotFound and so on
	Text  string // "NOT_FOUND - no queue 'q' in vhost '/'"
	scope scope
}

// scope overrides what the reply code says on who is closed (fault.go).
type scope uint8

const (
	scopeOfCode scope = iota
	channelScope
	connectionScope
)

func (e *Error) Error() string { return e.Text }

// Hard tells that the error ends the whole connection.
func (e *Error) Hard() bool {
	if e.scope != scopeOfCode {
		return e.scope == connectionScope
	}
	switch e.Reply {
	case wire.ContentTooLarge, wire.NoRoute, wire.NoConsumers, wire.AccessRefused, wire.NotFound,
		wire.ResourceLocked, wire.PreconditionFailed:
		return false
	}
	return true
}

// ErrorCode gives the code that all doors carry.
func (e *Error) ErrorCode() code.Code {
	switch e.Reply {
	case wire.NotFound, wire.NoRoute:
		return code.NotFound
	case wire.AccessRefused, wire.NotAllowed:
		return code.NotAllowed
	case wire.ResourceLocked:
		return code.Locked
	case wire.PreconditionFailed:
		return code.InvalidArgument
	case wire.ContentTooLarge:
		return code.TooLarge
	case wire.NotImplemented:
		return code.Unsupported
	case wire.ResourceError:
		return code.LimitExceeded
	case wire.InternalError:
		return code.Internal
	case wire.ConnectionForced:
		return code.Closed
	}
	return code.ProtocolError
}

// ErrClosed answers every call on a DB, connection or channel that has been
// closed.
var ErrClosed = code.New(code.Closed, "amqp: the broker, connection or channel has been closed")

// replyOf is an error's reply code, 0 where it has none.
func replyOf(err error) uint16 {
	var e *Error
	if errors.As(err, &e) {
		return e.Reply
	}
	return 0
}

// Refuse makes an Error from a reply code and the parts of RabbitMQ's text.
func Refuse(reply uint16, parts ...string) *Error {
	return &Error{Reply: reply, Text: wire.ReplyText(reply, strings.Join(parts, ""))}
}

var (
	errDefaultExchange = Refuse(wire.AccessRefused, "operation not permitted on the default exchange")
	errNoQueueDeclared = Refuse(wire.NotFound, "no previously declared queue")
)

func noVhost(name string) *Error { return Refuse(wire.NotFound, "no vhost '", name, "'") }

func noExchange(vh *vhost, name string) *Error {
	return Refuse(wire.NotFound, "no exchange '", name, "' in vhost '", vh.name, "'")
}

func noQueue(vh *vhost, name string) *Error {
	return Refuse(wire.NotFound, "no queue '", name, "' in vhost '", vh.name, "'")
}

func locked(q *queue) *Error {
	return Refuse(wire.ResourceLocked, "cannot obtain exclusive access to locked ", q.describe(),
		". It could be originally declared on another connection or the exclusive property value does not match that of the original declaration.")
}

func unknownTag(tag uint64) *Error {
	return Refuse(wire.PreconditionFailed, "unknown delivery tag ", strconv.FormatUint(tag, 10))
}
