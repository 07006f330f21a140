// Package wire is the RESP codec (REdis Serialization Protocol, versions 2 and
// 3): bytes to requests, values to bytes, no I/O.
//
// Source: redis.io/docs/reference/protocol-spec, and for limits and error
// texts networking.c of Redis 7.0.
//
// Files: request.go and inline.go (what clients send), value.go (what servers
// answer), reply.go (the Writer of it).
package wire

import (
	"bytes"
	"errors"
)

// Limits of what a client may send, Redis' own.
const (
	MaxInline   = 64 << 10  // bytes of an inline request, or of a length line
	MaxArgs     = 1<<31 - 1 // arguments of one request
	MaxBulk     = 512 << 20 // bytes of one argument (proto-max-bulk-len)
	unauthArgs  = 10        // an unauthenticated client may send no more (Redis 6.2)
	unauthBulk  = 16 << 10  // bytes of one argument then
	maxDataSize = 1 << 30   // bytes of one whole request (client-query-buffer-limit)
	keepArgs    = 1 << 10   // room for so many arguments is kept for the next request
)

// ProtocolError is input that is not RESP. Its text is what Redis answers
// after "-ERR " before it closes the connection.
type ProtocolError struct{ Text string }

func (e *ProtocolError) Error() string { return "Protocol error: " + e.Text }

// errQuotes is Redis' answer to an inline request with unbalanced quotes.
var errQuotes = &ProtocolError{"unbalanced quotes in request"}

// ErrQueryTooLarge ends a client whose one request outgrows the query buffer.
// Redis tells the log about it, and the client nothing.
var ErrQueryTooLarge = errors.New("redis: request over the query buffer limit of 1 GiB")

// Parser cuts a stream of bytes into requests. It keeps a copy of what is not
// consumed only; what comes whole is never copied. Each byte is looked at
// once, in however many pieces it comes, and memory grows with the bytes that
// came, never with the lengths that they announce. The zero value is ready.
type Parser struct {
	// Unauthenticated narrows the limits, as Redis does before AUTH.
	Unauthenticated bool
	// MaxBulk is the most bytes of one argument; 0 means the constant MaxBulk.
	MaxBulk int

	held  []byte // what came earlier and is not consumed: empty, or the same as input
	input []byte // what Next reads: held, or the bytes given to Feed
	start int    // where the current request begins in input
	last  int    // where the request before began, for Again
	pos   int    // up to where the current request has been read
	seen  int    // up to where the end of the line at pos has been looked for
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
	ps.input, ps.start, ps.last, ps.pos, ps.seen = p, 0, 0, 0, 0
}

// Hold ends the borrowing: it copies what has not been consumed.
func (ps *Parser) Hold() {
	rest := len(ps.input) - ps.start
	switch {
	case rest == 0:
		if cap(ps.held) > MaxInline {
			ps.held = nil // a big request is over: give its memory back
		}
		ps.held = ps.held[:0]
	case len(ps.held) > 0 && ps.start < rest:
		return // it lies in held already; moving it would not pay yet
	default:
		ps.held = append(ps.held[:0], ps.input[ps.start:]...)
	}
	ps.pos -= ps.start
	ps.seen -= ps.start
	ps.start, ps.last, ps.input = 0, 0, ps.held
}

// Pending is the number of bytes of an unfinished request, or of requests not
// yet asked for.
func (ps *Parser) Pending() int { return len(ps.input) - ps.start }

// Kept is how many bytes of memory hold what is pending, once Hold has been
// called.
func (ps *Parser) Kept() int { return cap(ps.held) }

// Unread is as Pending, with the request that Next gave last.
func (ps *Parser) Unread() int { return len(ps.input) - ps.last }

// Again makes Next give the request once more that it gave last; Hold must not
// have been called since.
func (ps *Parser) Again() { ps.start, ps.seen, ps.left = ps.last, ps.last, 0 }

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
	ps.pos, ps.last, ps.seen = ps.start, ps.start, max(ps.seen, ps.start)
	if ps.start == len(ps.input) {
		return nil, true, nil
	}
	if ps.input[ps.start] != '*' {
		return ps.inline()
	}
	line, ok, err := ps.line('\r', "too big mbulk count string")
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
	if cap(ps.spans) > keepArgs {
		ps.spans, ps.args = nil, nil
	}
	ps.left, ps.bulk, ps.spans = int(n), -1, ps.spans[:0]
	return nil, false, nil
}

// argument reads one length line and its bytes, as far as they are there.
func (ps *Parser) argument() (whole bool, err error) {
	if ps.bulk < 0 {
		if done, err := ps.length(); !done || err != nil {
			return false, err
		}
	}
	if len(ps.input)-ps.pos < ps.bulk+2 {
		return false, nil
	}
	from := ps.pos - ps.start
	ps.spans = append(ps.spans, span{from, from + ps.bulk})
	ps.pos += ps.bulk + 2 // Redis does not look at the closing CRLF either
	ps.seen = ps.pos
	ps.bulk = -1
	ps.left--
	return true, nil
}

// length reads the line that announces an argument.
func (ps *Parser) length() (done bool, err error) {
	line, ok, err := ps.line('\r', "too big bulk count string")
	if !ok || err != nil {
		return false, err
	}
	if len(line) == 0 || line[0] != '$' {
		return false, &ProtocolError{"expected '$', got '" + firstByte(line) + "'"}
	}
	limit := int64(ps.MaxBulk)
	if limit == 0 {
		limit = MaxBulk
	}
	n, ok := ParseInt(line[1:])
	switch {
	case !ok || n < 0 || n > limit:
		return false, &ProtocolError{"invalid bulk length"}
	case ps.Unauthenticated && n > unauthBulk:
		return false, &ProtocolError{"unauthenticated bulk length"}
	}
	ps.bulk = int(n)
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

// line reads from pos up to end ('\r', which takes one more byte with it, or
// '\n'); ok is false when it has not come whole. As in Redis, which looks with
// strchr, a zero byte hides all that follows it, so that such a line never
// ends and is too big at last.
func (ps *Parser) line(end byte, tooBig string) (line []byte, ok bool, err error) {
	extra := 0
	if end == '\r' {
		extra = 1
	}
	limit := min(len(ps.input), ps.pos+MaxInline+1)
	for ; ps.seen < limit && ps.input[ps.seen] != 0; ps.seen++ {
		if ps.input[ps.seen] != end {
			continue
		}
		if ps.seen+extra >= len(ps.input) {
			return nil, false, nil
		}
		line = ps.input[ps.pos:ps.seen]
		ps.pos = ps.seen + 1 + extra
		ps.seen = ps.pos
		return line, true, nil
	}
	if len(ps.input)-ps.pos > MaxInline {
		return nil, false, &ProtocolError{tooBig}
	}
	return nil, false, nil
}

// inline reads a request as a person types it: words on one line.
func (ps *Parser) inline() (args [][]byte, done bool, err error) {
	line, ok, err := ps.line('\n', "too big inline request")
	if !ok || err != nil {
		return nil, true, err
	}
	ps.start = ps.pos
	args, ok = SplitLine(bytes.TrimSuffix(line, []byte{'\r'}))
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
