package door

import (
	"sync"
	"sync/atomic"

	"github.com/twelvefold/twelvefold/core/code"
)

// Handles are numbers that stand for Go values on the other side, where no Go
// pointer may be kept. They are never used twice, so that a stale one is found
// out instead of meaning another value. (cgo.Handle is the same idea; it
// panics on a stale number and can't be counted.)
var handles struct {
	values sync.Map // int64 -> any
	last   atomic.Int64
	live   atomic.Int64
}

var (
	errStaleHandle = code.New(code.Closed, "python: this object was never opened, or is gone")
	errWrongHandle = code.New(code.Internal, "python: handle stands for a value of another type")
)

// Keep stores v and gives its handle, which is above 0.
func Keep(v any) int64 {
	h := handles.last.Add(1)
	handles.values.Store(h, v)
	handles.live.Add(1)
	return h
}

// Of gives the value under h. Errors have the codes closed (no such handle)
// and internal (it is no T).
func Of[T any](h int64) (T, error) {
	var none T
	v, ok := handles.values.Load(h)
	if !ok {
		return none, errStaleHandle
	}
	t, ok := v.(T)
	if !ok {
		return none, errWrongHandle
	}
	return t, nil
}

// Free forgets h and closes what it stood for, if that can be closed. A stale
// handle is no error: the collector of the other side may come late.
func Free(h int64) error {
	v, ok := handles.values.LoadAndDelete(h)
	if !ok {
		return nil
	}
	handles.live.Add(-1)
	if c, ok := v.(interface{ Close() error }); ok {
		return c.Close()
	}
	return nil
}

// Live is how many handles are in use: tests look for leaks with it.
func Live() int64 { return handles.live.Load() }
