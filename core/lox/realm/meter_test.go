package realm

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kindOf is the kind of an error that has to be an *Error.
func kindOf(t *testing.T, err error) Kind {
	t.Helper()
	var e *Error
	require.True(t, errors.As(err, &e), "%v", err)
	return e.Kind
}

// A run may take exactly as many steps as its limit says, whether that is less
// than a portion of fuel, a whole number of them, or neither.
func TestStepsExactlyAtTheLimit(t *testing.T) {
	for _, limit := range []int64{1, 2, portion - 1, portion, portion + 1, 2 * portion, 3*portion + 17} {
		m := Meter{limits: Limits{Steps: limit}}
		m.Start(nil)
		assert.Zero(t, m.Steps())
		for i := range limit {
			require.NoError(t, m.Step(), "step %d of %d", i+1, limit)
			require.Equal(t, i+1, m.Steps())
		}
		for range 3 {
			err := m.Step()
			require.Error(t, err)
			assert.Equal(t, Steps, kindOf(t, err))
			assert.Equal(t, limit, m.Steps(), "a refused step is not counted")
		}
		m.Start(nil)
		assert.NoError(t, m.Step(), "the next run begins anew")
		assert.EqualValues(t, 1, m.Steps())
	}
}

func TestStepsWithoutALimit(t *testing.T) {
	var m Meter
	m.Start(nil)
	for range 5 * portion {
		require.NoError(t, m.Step())
	}
	assert.EqualValues(t, 5*portion, m.Steps())
}

// Poll is asked before the first step of each portion, and its error ends the
// run without a step.
func TestPoll(t *testing.T) {
	asked := 0
	stop := errors.New("stop")
	var m Meter
	m.Start(func() error {
		if asked++; asked == 3 {
			return stop
		}
		return nil
	})
	assert.Zero(t, asked)
	for i := range 2 * portion {
		require.NoError(t, m.Step())
		require.Equal(t, 1+i/portion, asked)
	}
	assert.Same(t, stop, m.Step())
	assert.EqualValues(t, 2*portion, m.Steps())
}

// A step that the limit refuses does not ask for the time.
func TestLimitComesBeforePoll(t *testing.T) {
	m := Meter{limits: Limits{Steps: portion}}
	asked := 0
	m.Start(func() error { asked++; return nil })
	for range portion {
		require.NoError(t, m.Step())
	}
	require.Error(t, m.Step())
	assert.Equal(t, 1, asked)
}

func TestDepth(t *testing.T) {
	m := Meter{limits: Limits{Depth: 10}}
	m.Start(nil)
	require.NoError(t, m.Enter(1))
	require.NoError(t, m.Enter(9))
	err := m.Enter(1)
	assert.Equal(t, Depth, kindOf(t, err))
	assert.EqualError(t, err, "Stack overflow.")
	m.Leave(1)
	m.Leave(9)
	assert.Equal(t, 1, m.Depth)
	assert.Error(t, m.Enter(10), "a heavy call does not fit where a light one does")
	m.Leave(10)
	assert.NoError(t, m.Enter(9))
	m.Start(nil)
	assert.Zero(t, m.Depth)
}

func TestHostWeight(t *testing.T) {
	for depth, want := range map[int]int{1: 1, 99: 1, 200: 2, 10_000: 100} {
		m := Meter{limits: Limits{Depth: depth}}
		assert.Equal(t, want, m.HostWeight(), "%d", depth)
	}
}
