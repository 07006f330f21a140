package door_test

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
	"github.com/twelvefold/twelvefold/core/lox"
)

// loxHost stands for Python: its functions are Go's.
type loxHost struct {
	functions map[int64]func(args []lox.Value) (any, error)
	printed   string
	signals   func() error
}

func (h *loxHost) Function(number int64, args []lox.Value) (any, error) {
	return h.functions[number](args)
}

func (h *loxHost) Print(p []byte) error {
	h.printed += string(p)
	return nil
}

func (h *loxHost) Signals() error {
	if h.signals == nil {
		return nil
	}
	return h.signals()
}

func openLox(t *testing.T, options string) *door.Lox {
	t.Helper()
	l, err := door.OpenLox(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	return l
}

const here, elsewhere = 1, 2 // threads

func TestLoxOutput(t *testing.T) {
	h := &loxHost{}
	told := openLox(t, `{}`)
	_, err := told.Eval(h, here, "", "print 1;")
	require.NoError(t, err)
	require.Equal(t, "1\n", h.printed)
	require.Empty(t, told.Printed())

	kept := openLox(t, `{"collect": true}`)
	_, err = kept.Eval(h, here, "", "print 2;")
	require.NoError(t, err)
	require.Equal(t, "1\n", h.printed)
	require.Equal(t, "2\n", string(kept.Printed()))
	require.Empty(t, kept.Printed())
}

// TestLoxRunsInside has a function of the host begin runs: in its own thread
// they are of the run that called it, in any other they are refused.
func TestLoxRunsInside(t *testing.T) {
	l, h := openLox(t, `{"max_steps": 1000}`), &loxHost{}
	h.functions = map[int64]func([]lox.Value) (any, error){
		1: func(args []lox.Value) (any, error) {
			_, err := l.Eval(h, elsewhere, "", "1;")
			require.ErrorIs(t, err, lox.ErrBusy)
			_, err = l.Do(h, elsewhere, "globals", nil)
			require.ErrorIs(t, err, lox.ErrBusy)
			v, err := l.Eval(h, here, "", args[0].Text())
			return v, err
		},
	}
	require.NoError(t, l.Define("inside", 1, []string{"string"}, false))
	v, err := l.Eval(h, here, "", `inside("1 + 2;");`)
	require.NoError(t, err)
	require.InDelta(t, 3, v.Float(), 0)
	_, err = l.Eval(h, here, "", `inside("while (true) {}");`)
	require.ErrorIs(t, err, lox.ErrSteps)
	require.Equal(t, code.InvalidArgument, code.Of(l.Define("f", 2, []string{"list"}, false)))
}

// TestLoxErrorRaisedAgain: an error of a run inside is known by its number
// while it is the last one, and is the outer run's where the host lets it pass.
func TestLoxErrorRaisedAgain(t *testing.T) {
	l, h := openLox(t, `{"max_steps": 1000}`), &loxHost{}
	var stale int64
	pass := func(forge func(number int64) int64) func([]lox.Value) (any, error) {
		return func([]lox.Value) (any, error) {
			_, err := l.Eval(h, here, "", "while (true) {}")
			var told struct{ Number int64 }
			require.NoError(t, json.Unmarshal(door.LoxErrorDetail(err), &told))
			require.Positive(t, told.Number)
			return nil, &door.Raised{Text: "raised", Number: forge(told.Number)}
		}
	}
	h.functions = map[int64]func([]lox.Value) (any, error){
		1: pass(func(number int64) int64 { stale = number; return number }),
		2: pass(func(int64) int64 { return stale }),
		3: pass(func(int64) int64 { return 0 }),
	}
	for number, name := range []string{1: "same", 2: "old", 3: "other"} {
		if name != "" {
			require.NoError(t, l.Define(name, int64(number), nil, false))
		}
	}
	for _, tc := range []struct {
		source string
		want   error
	}{{"same();", lox.ErrSteps}, {"old();", lox.ErrHost}, {"other();", lox.ErrHost}} {
		_, err := l.Eval(h, here, "", tc.source)
		require.ErrorIs(t, err, tc.want, tc.source)
		assert.Contains(t, string(door.LoxErrorDetail(err)), `"report":`)
	}
	require.Nil(t, door.LoxErrorDetail(errors.New("another")))
}

// TestLoxSignals: what a signal's handler raises ends the innermost run, and
// is asked for once its time has come.
func TestLoxSignals(t *testing.T) {
	l, h := openLox(t, `{}`), &loxHost{}
	asked := 0
	h.signals = func() error {
		asked++
		return &door.Raised{Text: "interrupted"}
	}
	h.functions = map[int64]func([]lox.Value) (any, error){
		1: func([]lox.Value) (any, error) {
			_, err := l.Eval(h, here, "", "while (true) {}")
			require.ErrorIs(t, err, lox.ErrCancelled)
			return "went on", nil
		},
	}
	require.NoError(t, l.Define("inside", 1, nil, false))
	v, err := l.Eval(h, here, "", "inside();")
	require.NoError(t, err)
	require.Equal(t, "went on", v.Text())
	require.Equal(t, 1, asked)
}

// TestLoxCancel ends runs from other threads, and asks it much meanwhile.
func TestLoxCancel(t *testing.T) {
	l, h := openLox(t, `{"collect": true}`), &loxHost{}
	started := make(chan struct{}, 1)
	h.functions = map[int64]func([]lox.Value) (any, error){
		1: func([]lox.Value) (any, error) {
			started <- struct{}{}
			return l.Eval(h, here, "", "print 1; while (true) {}")
		},
	}
	require.NoError(t, l.Define("begin", 1, nil, false))
	for range 20 {
		var others sync.WaitGroup
		for range 3 {
			others.Go(func() {
				l.Printed()
				l.Stats()
				_, _ = l.Get("begin") // refused or not
				_, err := l.Eval(h, elsewhere, "", "1;")
				assert.True(t, err == nil || errors.Is(err, lox.ErrBusy), err)
			})
		}
		others.Go(func() {
			<-started
			l.Cancel()
		})
		_, err := l.Eval(h, here, "", "begin();")
		for errors.Is(err, lox.ErrBusy) {
			_, err = l.Eval(h, here, "", "begin();")
		}
		require.ErrorIs(t, err, lox.ErrCancelled)
		others.Wait()
	}
}
