//go:build wasm

package main

import (
	"encoding/binary"
	"runtime"

	"github.com/twelvefold/twelvefold/core/code"
)

// Functions of the host, called in the middle of a call. The host numbers
// them; arguments and result are packed values (values.go).
//
// Such a function may call exports. What an export that calls the host has
// taken from the scratch buffer, and what stands in the slot, is overwritten
// by then: it copies its arguments first, and leaves its result last.
//
// The host catches whatever its function throws, keeps it under a number, and
// tells that number: an exception through Go's frames would end the instance.

// maxHostDepth is how many functions of the host may lie in each other, of all
// engines together: each takes some KB of the host's own stack, of which
// JavaScript has about a MB.
const maxHostDepth = 128

// hostDepth is how many there are now.
var hostDepth int

var (
	errHostDepth = code.New(code.LimitExceeded, "wasm: functions of the host lie too deep in each other")
	errHost      = code.New(code.RuntimeError, "wasm: a function of the host has failed")
)

// thrown is what a function of the host threw. The host finds it again by the
// number.
type thrown struct {
	number uint32
	code   code.Code
	text   string
}

func (t *thrown) Error() string        { return t.text }
func (t *thrown) ErrorCode() code.Code { return t.code }

// failures are errors that went to the host from inside a function of its
// own: where one comes back as what that function threw, it is itself again.
// They are numbered from 1, and forgotten when no such function runs.
var failures []error

// noteFailure gives the number of an error, 0 where no function of the host is
// there to throw it.
func noteFailure(err error) uint32 {
	if hostDepth == 0 {
		return 0
	}
	failures = append(failures, err)
	return uint32(len(failures))
}

// callHost calls a function of the host. What it gives is borrowed: the next
// call writes over it.
//
// Errors: *thrown, an error of failures, or errHostDepth.
func callHost(fn uint32, args []byte) (packed []byte, err error) {
	if hostDepth == maxHostDepth {
		return nil, errHostDepth
	}
	hostDepth++
	defer func() {
		if hostDepth--; hostDepth == 0 {
			clear(failures)
			failures = failures[:0]
		}
	}()
	// The frames that lead here lie on the host's stack until it returns, as
	// deep as the program's calls. A goroutine that waits has none there: from
	// here on they are called back one by one.
	if hostDepth > 1 {
		runtime.Gosched()
	}
	n := hostCall(fn, args)
	if n >= 0 {
		return arg(0, uint32(n)), nil
	}
	return nil, hostFailure(arg(0, uint32(^n)))
}

// hostFailure reads what the host tells of an exception: its number, that of
// the failure that it is (0 for none), its code and its text.
func hostFailure(packed []byte) error {
	numbers, rest := takeBytes(packed, 8)
	number, failure := binary.LittleEndian.Uint32(numbers), binary.LittleEndian.Uint32(numbers[4:])
	if failure > 0 && int(failure) <= len(failures) {
		return failures[failure-1]
	}
	list := fields(rest)
	if len(list) != 2 {
		return errHost
	}
	return &thrown{number: number, code: code.Code(list[0]), text: list[1]}
}
