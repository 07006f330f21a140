// Package control is the facade that gopy wraps for Python: opening, closing,
// statistics, and what else is not called often. Keys, bytes and arrays go
// through the hand-written exports of the package above instead.
//
// gopy ends the process on a Go panic, cuts strings at NUL and makes a
// RuntimeError of every error. So each function here
//
//   - takes and gives numbers, truth values and strings without NUL only
//     (JSON written in ASCII is that);
//   - gives (T, error), with the error as "code: text", or "code reply: text"
//     where it has a reply code of AMQP;
//   - recovers panics.
package control

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
)

// schemaHash names the schema that this build was made from. The build sets
// it, and the Python package compares it with its own.
var schemaHash = "unset"

// Build states what the extension was built from, as "VERSION SCHEMAHASH".
func Build() (built string, err error) {
	defer guard(&err)
	return twelvefold.Version + " " + schemaHash, nil
}

// Open opens an engine ("lru", "bitcask", "redis", "amqp", "lox") with options,
// a JSON object, and gives its handle.
func Open(engine, options string) (handle int64, err error) {
	defer guard(&err)
	var v any
	switch engine {
	case "lru":
		v, err = door.OpenLRU(options)
	case "bitcask":
		v, err = door.OpenBitcask(options)
	case "redis":
		v, err = door.OpenRedis(options)
	case "amqp":
		v, err = door.OpenAMQP(options)
	case "lox":
		v, err = door.OpenLox(options)
	default:
		err = code.New(code.InvalidArgument, "python: no engine is called "+engine)
	}
	if err != nil {
		return 0, err
	}
	return door.Keep(v), nil
}

// Connect opens a connection to the engine under handle that is driven with
// the bytes of its protocol.
func Connect(handle int64) (session int64, err error) {
	defer guard(&err)
	e, err := door.Of[door.Connector](handle)
	if err != nil {
		return 0, err
	}
	return door.Keep(e.Connect()), nil
}

// Stats gives an engine's statistics as a JSON object.
func Stats(handle int64) (stats string, err error) {
	defer guard(&err)
	e, err := door.Of[door.Engine](handle)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(door.Numbers(e.Statistics()))
	return string(text), err
}

// Reset empties an engine.
func Reset(handle int64) (done bool, err error) {
	defer guard(&err)
	e, err := door.Of[door.Engine](handle)
	if err != nil {
		return false, err
	}
	return true, e.Reset()
}

// Resize puts a cache's new limits in force, 0 for none, and gives how many
// entries were pushed out.
func Resize(handle, maxEntries, maxBytes int64) (evicted int64, err error) {
	defer guard(&err)
	cache, err := door.Of[*door.LRU](handle)
	if err != nil {
		return 0, err
	}
	n, err := cache.Resize(int(maxEntries), maxBytes)
	return int64(n), err
}

// Close closes what is under handle; the handle stays until it is freed, so
// that calls that are under way find a closed engine and not a stranger.
func Close(handle int64) (done bool, err error) {
	defer guard(&err)
	e, err := door.Of[interface{ Close() error }](handle)
	if err != nil {
		return false, err
	}
	return true, e.Close()
}

// NewClock makes a manual clock for tests and gives its handle.
func NewClock() (handle int64, err error) {
	defer guard(&err)
	return door.Keep(door.NewClock()), nil
}

// Advance moves a clock of NewClock.
func Advance(handle, milliseconds int64) (done bool, err error) {
	defer guard(&err)
	c, err := door.Of[*door.Clock](handle)
	if err != nil {
		return false, err
	}
	c.Advance(time.Duration(milliseconds) * time.Millisecond)
	return true, nil
}

// Live counts the handles in use.
func Live() (n int64, err error) { return door.Live(), nil }

// guard is deferred by every function: it turns a panic into an error, and an
// error into its code and text without NUL.
func guard(err *error) {
	if r := recover(); r != nil {
		*err = code.New(code.Internal, "python: panic: "+fmt.Sprint(r))
	}
	if *err != nil {
		kind := string(code.Of(*err))
		if reply := door.ReplyCode(*err); reply != 0 {
			kind += " " + strconv.Itoa(reply)
		}
		text := kind + ": " + (*err).Error()
		*err = fmt.Errorf("%s", strings.ReplaceAll(text, "\x00", `\x00`))
	}
}
