package door

import (
	"bytes"
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/command"
)

// AMQPSession is a connection to a broker that is driven with calls, and that
// can be waited on.
type AMQPSession struct {
	session *command.Session
	now     func() time.Time
	bell    *bell // rung when Next may have something new

	mu   sync.Mutex
	gone error // guarded by mu: why the connection has ended, once somebody has asked
}

// Call runs an operation of package command.
func (s *AMQPSession) Call(op string, args, body []byte) (reply, content []byte, err error) {
	reply, content, err = s.session.DoBody(s.now(), op, args, body)
	if op == "channel.close" {
		s.bell.ring() // another thread may wait for what comes on the channel
	}
	return reply, content, err
}

// Publish runs basic.publish and tells its outcome.
func (s *AMQPSession) Publish(args, body []byte, confirm bool) error {
	return s.session.Publish(s.now(), args, body, confirm)
}

// Next is the operation of that name for one that waits for events: the end of
// the channel, and that of the connection once nothing else is left, are
// errors.
func (s *AMQPSession) Next(args []byte) (reply, content []byte, err error) {
	reply, content, err = s.Call("next", args, nil)
	ended := err == nil && isNull(reply) && s.session.Closed()
	if ended { // what was told between the look and the end
		reply, content, err = s.Call("next", args, nil)
	}
	switch {
	case err != nil:
		return nil, nil, err
	case bytes.HasPrefix(reply, []byte(`{"event":"channel.close"`)):
		return nil, nil, reason(reply)
	case ended && isNull(reply):
		return nil, nil, s.end()
	}
	return reply, content, nil
}

// end is why the connection has ended. All who wait get the same answer.
func (s *AMQPSession) end() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone != nil {
		return s.gone
	}
	reply, _, err := s.Call("next", []byte(`{"event":"connection.close"}`), nil)
	switch {
	case err != nil: // the broker is gone too
		return err
	case isNull(reply): // it was closed on this side
		s.gone = amqp.ErrClosed
	default:
		s.gone = reason(reply)
	}
	return s.gone
}

func isNull(reply []byte) bool { return string(reply) == "null" }

// reason makes the error that a close event tells of.
func reason(event []byte) error {
	var told struct {
		Reply uint16 `json:"reply_code"`
		Text  string `json:"reply_text"`
	}
	if err := json.Unmarshal(event, &told); err != nil {
		return err
	}
	return &amqp.Error{Reply: told.Reply, Text: told.Text}
}

// Turn numbers the present moment for Wait: take it before Next.
func (s *AMQPSession) Turn() int64 { return s.bell.now() }

// Wait returns true once Next may have more than it had after Turn, and false
// when the time is up or ctx ends first. A negative timeout is none.
func (s *AMQPSession) Wait(ctx context.Context, turn int64, timeout time.Duration) bool {
	if timeout >= 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	return s.bell.wait(ctx, turn)
}

// Descriptor gives a file descriptor that becomes readable when Next may have
// something new: for event loops. Whoever sees it reads it empty. It is closed
// with the session.
func (s *AMQPSession) Descriptor() (int, error) { return s.bell.descriptor() }

// Close ends the connection, and wakes all who wait.
func (s *AMQPSession) Close() error {
	err := s.session.Close()
	s.bell.close()
	return err
}
