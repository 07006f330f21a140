// Package wire is the RESP codec (REdis Serialization Protocol, versions 2 and
// 3): bytes to requests, values to bytes, no I/O.
//
// Source: redis.io/docs/reference/protocol-spec, and for limits and error
// texts networking.c of Redis 7.0.
package wire

import (
	"bytes"
	"errors"
)

// Limits of what a client may send, Redis' own.
const (
	MaxInline   = 64 << 10  // bytes of an inline request, or of a length line
	MaxArgs     = 1 << 20   // arguments of one request before authentication hardens it; Redis: 1024*1024
	MaxBulk     = 512 << 20 // bytes of one argument (proto-max-bulk-len)
	unauthArgs  = 10        // an unauthenticated client may send no more (Redis 6.2)
	unauthBulk  = 16 << 10  // bytes of one argument then
	maxDataSize = 1 << 30   // bytes of one whole request (client-query-buffer-limit)
)

// ProtocolError is input that is not RESP. Its text is what Redis answers
// after "-ERR " before it closes the connection.
type ProtocolError struct{ Text string }

func (e *ProtocolError) Error() string { return "Protocol error: " + e.Text }

// errQuotes is Redis' answer to an inline request with unbalanced quotes.
var errQuotes = &ProtocolError{"unbalanced quotes in request"}

// ErrQueryTooLarge ends a client whose one request outgrows the query buffer.
var ErrQueryTooLarge = errors.New("redis: request over the query buffer limit of 1 GiB")

// Parser cuts a stream of bytes into requests. It keeps a copy of an
// unfinished request only; what comes whole is never copied. The zero value is
// ready.
type Parser struct {
	// Unauthenticated narrows the limits, as Redis does before AUTH.
	Unauthenticated bool

	held  []byte // an unfinished request from its first byte on, else empty
	input []byte // what Next reads: held, or the bytes given to Feed
	start int    // where the current request begins in input
	pos   int    // up to where the current request has been read
	left  int    // arguments still to come; 0: at the start of a request
	bulk  int    // length of the argument whose bytes come next, -1: length line next
	spans []span // the arguments so far, relative to start
	args  [][]byte
}

type span struct{ from, to int }

// Feed gives the parser more input. p is borrowed until Hold is called.
func (ps *Parser) Feed(p []byte) {
	if len(ps.held) > 0 {
		ps.held = append(ps.held, p...)
		ps.input = ps.held
		return
	}
	ps.input, ps.start, ps.pos = p, 0, 0
}

// Hold ends the borrowing: it copies what has not been consumed.
func (ps *Parser) Hold() {
	rest := ps.input[ps.start:]
	switch {
	case len(rest) == 0 && cap(ps.held) > MaxInline:
		ps.held = nil // a big request is over: give its memory back
	default:
		ps.held = append(ps.held[:0], rest...)
	}
	ps.pos -= ps.start
	ps.start = 0
	ps.input = ps.held
}

// Pending is the number of bytes that are held for an unfinished request, or
// for requests not yet asked for.
func (ps *Parser) Pending() int { return len(ps.input) - ps.start }

// Next gives the arguments of the next request, or nil when more input is
// needed. They point into the input and are good until the next call of any
// method. An error is final: the stream can't be read on.
func (ps *Parser) Next() ([][]byte, error) {
	for {
		if ps.left == 0 {
			args, done, err := ps.begin()
			if done || err != nil {
				return args, err
			}
			continue
		}
		whole, err := ps.argument()
		if err != nil {
			return nil, err
		}
		if !whole {
			if ps.Pending() > maxDataSize {
				return nil, ErrQueryTooLarge
			}
			return nil, nil
		}
		if ps.left == 0 {
			return ps.finish(), nil
		}
	}
}

// begin reads the first line of a request. done tells that there is nothing
// more to do for now: an inline request is whole, or more input is needed.
func (ps *Parser) begin() (args [][]byte, done bool, err error) {
	ps.pos = ps.start
	if ps.start == len(ps.input) {
		return nil, true, nil
	}
	if ps.input[ps.start] != '*' {
		return ps.inline()
	}
	line, ok, err := ps.line("too big mbulk count string")
	if !ok || err != nil {
		return nil, true, err
	}
	n, ok := ParseInt(line[1:])
	switch {
	case !ok || n > MaxArgs:
		return nil, true, &ProtocolError{"invalid multibulk length"}
	case ps.Unauthenticated && n > unauthArgs:
		return nil, true, &ProtocolError{"unauthenticated multibulk length"}
	case n <= 0: // an empty request is skipped without an answer
		ps.start = ps.pos
		return nil, false, nil
	}
	ps.left, ps.bulk, ps.spans = int(n), -1, ps.spans[:0]
	return nil, false, nil
}

// argument reads one length line and its bytes, as far as they are there.
func (ps *Parser) argument() (whole bool, err error) {
	if ps.bulk < 0 {
		line, ok, err := ps.line("too big bulk count string")
		if !ok || err != nil {
			return false, err
		}
		if len(line) == 0 || line[0] != '$' {
			return false, &ProtocolError{"expected '$', got '" + firstByte(line) + "'"}
		}
		n, ok := ParseInt(line[1:])
		switch {
		case !ok || n < 0 || n > MaxBulk:
			return false, &ProtocolError{"invalid bulk length"}
		case ps.Unauthenticated && n > unauthBulk:
			return false, &ProtocolError{"unauthenticated bulk length"}
		}
		ps.bulk = int(n)
	}
	if len(ps.input)-ps.pos < ps.bulk+2 {
		return false, nil
	}
	from := ps.pos - ps.start
	ps.spans = append(ps.spans, span{from, from + ps.bulk})
	ps.pos += ps.bulk + 2 // Redis does not look at the closing CRLF either
	ps.bulk = -1
	ps.left--
	return true, nil
}

func firstByte(line []byte) string {
	if len(line) == 0 {
		return "\r"
	}
	return string(line[:1])
}

func (ps *Parser) finish() [][]byte {
	ps.args = ps.args[:0]
	for _, s := range ps.spans {
		ps.args = append(ps.args, ps.input[ps.start+s.from:ps.start+s.to:ps.start+s.to])
	}
	ps.start = ps.pos
	return ps.args
}

// line reads up to CRLF; ok is false when it has not come whole.
func (ps *Parser) line(tooBig string) (line []byte, ok bool, err error) {
	rest := ps.input[ps.pos:]
	end := bytes.IndexByte(rest, '\r')
	if end < 0 || end+1 >= len(rest) {
		if len(rest) > MaxInline {
			return nil, false, &ProtocolError{tooBig}
		}
		return nil, false, nil
	}
	ps.pos += end + 2
	return rest[:end], true, nil
}

// inline reads a request as a person types it: words on one line.
func (ps *Parser) inline() (args [][]byte, done bool, err error) {
	rest := ps.input[ps.start:]
	end := bytes.IndexByte(rest, '\n')
	if end < 0 {
		if len(rest) > MaxInline {
			return nil, true, &ProtocolError{"too big inline request"}
		}
		return nil, true, nil
	}
	line := bytes.TrimSuffix(rest[:end], []byte{'\r'})
	ps.pos = ps.start + end + 1
	ps.start = ps.pos
	args, ok := SplitLine(line)
	if !ok {
		return nil, true, errQuotes
	}
	return args, len(args) > 0, nil
}

// ParseInt reads a decimal int64 the way Redis' string2ll does: no spaces, no
// plus sign, no leading zeros.
func ParseInt(b []byte) (n int64, ok bool) {
	if len(b) == 1 && b[0] >= '0' && b[0] <= '9' {
		return int64(b[0] - '0'), true
	}
	neg := len(b) > 0 && b[0] == '-'
	if neg {
		b = b[1:]
	}
	if len(b) == 0 || len(b) > 19 || b[0] < '1' || b[0] > '9' {
		return 0, false
	}
	var u uint64
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		u = u*10 + uint64(c-'0')
	}
	switch {
	case neg && u <= 1<<63:
		return -int64(u), true
	case !neg && u < 1<<63:
		return int64(u), true
	}
	return 0, false
}
