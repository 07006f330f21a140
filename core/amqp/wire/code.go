package wire

import (
	"strconv"
	"strings"
)

// Reply codes of connection.close, channel.close and basic.return.
const (
	ReplySuccess       = 200
	ContentTooLarge    = 311
	NoRoute            = 312
	NoConsumers        = 313
	ConnectionForced   = 320
	InvalidPath        = 402
	AccessRefused      = 403
	NotFound           = 404
	ResourceLocked     = 405
	PreconditionFailed = 406
	FrameError         = 501
	SyntaxError        = 502
	CommandInvalid     = 503
	ChannelError       = 504
	UnexpectedFrame    = 505
	ResourceError      = 506
	NotAllowed         = 530
	NotImplemented     = 540
	InternalError      = 541
)

var replyNames = map[uint16]string{
	ReplySuccess:       "REPLY_SUCCESS",
	ContentTooLarge:    "CONTENT_TOO_LARGE",
	NoRoute:            "NO_ROUTE",
	NoConsumers:        "NO_CONSUMERS",
	ConnectionForced:   "CONNECTION_FORCED",
	InvalidPath:        "INVALID_PATH",
	AccessRefused:      "ACCESS_REFUSED",
	NotFound:           "NOT_FOUND",
	ResourceLocked:     "RESOURCE_LOCKED",
	PreconditionFailed: "PRECONDITION_FAILED",
	FrameError:         "FRAME_ERROR",
	SyntaxError:        "SYNTAX_ERROR",
	CommandInvalid:     "COMMAND_INVALID",
	ChannelError:       "CHANNEL_ERROR",
	UnexpectedFrame:    "UNEXPECTED_FRAME",
	ResourceError:      "RESOURCE_ERROR",
	NotAllowed:         "NOT_ALLOWED",
	NotImplemented:     "NOT_IMPLEMENTED",
	InternalError:      "INTERNAL_ERROR",
}

// ReplyName is the name with which RabbitMQ begins a reply text, such as
// "PRECONDITION_FAILED"; for a code that AMQP has not, its digits.
func ReplyName(code uint16) string {
	if name, ok := replyNames[code]; ok {
		return name
	}
	return strconv.Itoa(int(code))
}

// ClosesConnection tells a hard error, which ends the connection, from a soft
// one, which ends its channel only. A code that AMQP has not is hard.
func ClosesConnection(code uint16) bool {
	switch code {
	case ContentTooLarge, NoRoute, NoConsumers,
		AccessRefused, NotFound, ResourceLocked, PreconditionFailed:
		return false
	}
	return true
}

// ReplyText joins a code's name and an explanation as RabbitMQ 3.10.8 does:
// "NOT_FOUND - no queue 'q' in vhost '/'", and of more than 255 bytes the
// first 252 (whole characters, unlike RabbitMQ) and "...". Without an
// explanation it is the name alone. What is not UTF-8 in it, quoted from a
// client's longstr, becomes U+FFFD: a short string has to be UTF-8.
func ReplyText(code uint16, explanation string) string {
	text := ReplyName(code)
	if explanation != "" {
		text += " - " + explanation
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) > maxShortstr {
		text = cutText(text, maxShortstr-3) + "..."
	}
	return text
}
