package lox_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

// seen is a writer that somebody watches, who acts on what is written.
type seen func()

func (s seen) Write(p []byte) (int, error) {
	s()
	return len(p), nil
}

// Live shows a line while the program goes on; otherwise it waits for more.
func TestLive(t *testing.T) {
	for _, engine := range []lox.Engine{lox.Tree, lox.Fast} {
		for live, want := range map[bool]error{true: lox.ErrCancelled, false: lox.ErrSteps} {
			ctx, cancel := context.WithCancel(t.Context())
			in, err := lox.Open(world.World{}, lox.Options{Engine: engine, MaxSteps: 100_000, Live: live, Output: seen(cancel)})
			require.NoError(t, err)
			_, err = in.Eval(ctx, "test", `print "I am here"; while (true) {}`)
			assert.ErrorIs(t, err, want, "%s, live: %v", engine, live)
		}
	}
}
