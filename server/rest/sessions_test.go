package rest

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// line is a connection that only knows whether it was closed.
type line struct{ closed int }

func (l *line) Done() bool  { return false }
func (l *line) Close(error) { l.closed++ }

const idle = time.Minute

// keep opens a session among sessions of its own.
func keep(t *testing.T) (s *sessions[*line], one *lasting[*line]) {
	t.Helper()
	s = newSessions[*line](1, idle)
	one, err := s.create(func() (*line, error) { return &line{}, nil })
	require.NoError(t, err)
	return s, one
}

func TestASessionEndsWhenItIsIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, one := keep(t)
		for range 3 {
			time.Sleep(idle / 2)
			_, err := s.use(one.id)
			require.NoError(t, err)
			time.Sleep(2 * idle) // a request may last
			s.release(one)
		}
		time.Sleep(2 * idle)
		synctest.Wait()
		require.Zero(t, s.open())
		require.Equal(t, 1, one.conn.closed)
		_, err := s.use(one.id)
		require.ErrorIs(t, err, errNoSession)
	})
}

func TestAWaitingRequestKeepsItsSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, one := keep(t)
		_, err := s.use(one.id)
		require.NoError(t, err)
		served := make(chan error, 1)
		go func() {
			_, err := s.use(one.id)
			served <- err
		}()
		synctest.Wait() // the other waits for its turn
		s.release(one)  // must not start the idle time: the other has the session now
		require.NoError(t, <-served)
		time.Sleep(2 * idle)
		synctest.Wait()
		left := s.open()
		s.release(one)
		require.Equal(t, 1, left)
		time.Sleep(2 * idle)
		synctest.Wait()
		require.Zero(t, s.open())
		require.Equal(t, 1, one.conn.closed)
	})
}

func TestARequestThatWaitedForARemovedSessionIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, one := keep(t)
		_, err := s.use(one.id)
		require.NoError(t, err)
		served := make(chan error, 1)
		go func() {
			_, err := s.use(one.id)
			if err == nil {
				s.release(one)
			}
			served <- err
		}()
		go s.remove(one.id)
		synctest.Wait() // both wait for their turn
		s.release(one)
		require.ErrorIs(t, <-served, errNoSession)
		synctest.Wait()
		require.Equal(t, 1, one.conn.closed)
	})
}
