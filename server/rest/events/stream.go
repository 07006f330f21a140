package events

import (
	"context"
	"time"

	"github.com/gorilla/websocket"

	"github.com/twelvefold/twelvefold/core/event"
)

// batchSize is how many events are taken from the hub at once.
const batchSize = 64

// maxClientMessage is the most bytes of a message from the client, who has
// nothing to say: control frames only.
const maxClientMessage = 512

// stream is one connection.
type stream struct {
	conn         *websocket.Conn
	subscription *event.Subscription
	filter       filter
	wake         chan struct{} // holds one token while there may be new events
}

// notify is called by the hub, under its lock: it must not wait.
func (s *stream) notify() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *stream) run(ctx context.Context, version string) {
	defer s.conn.Close()
	defer s.subscription.Close()
	gone := make(chan struct{})
	go s.readControl(gone)
	// A send that waits for a slow client must not hold the server's end up.
	defer context.AfterFunc(ctx, func() {
		time.AfterFunc(closeTimeout, func() { _ = s.conn.Close() })
	})()

	if s.send(newHello(s.subscription.Next()-1, version)) != nil {
		return
	}
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		if s.flush() != nil {
			return
		}
		select {
		case <-s.wake:
		case <-ping.C:
			if s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTimeout)) != nil {
				return
			}
		case <-gone:
			return
		case <-ctx.Done():
			text := websocket.FormatCloseMessage(websocket.CloseGoingAway, "the server is stopping")
			_ = s.conn.WriteControl(websocket.CloseMessage, text, time.Now().Add(closeTimeout))
			return
		}
	}
}

// flush sends all events that there are. What the hub forgets while a send
// waits for the client is the next batch's missed.
func (s *stream) flush() error {
	var batch [batchSize]event.Event
	for {
		n, missed := s.subscription.Read(batch[:])
		if missed > 0 {
			last := s.subscription.Next() - 1
			if n > 0 {
				last = batch[0].Seq - 1
			}
			if err := s.send(newMissed(missed, last)); err != nil {
				return err
			}
		}
		for _, e := range batch[:n] {
			if !s.filter.matches(e) {
				continue
			}
			if err := s.send(newKeyEvent(e)); err != nil {
				return err
			}
		}
		if n == 0 {
			return nil
		}
	}
}

func (s *stream) send(message any) error {
	if err := s.conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	return s.conn.WriteJSON(message)
}

// readControl answers pings and closes, and tells when the client is gone.
func (s *stream) readControl(gone chan<- struct{}) {
	defer close(gone)
	s.conn.SetReadLimit(maxClientMessage)
	extend := func(string) error { return s.conn.SetReadDeadline(time.Now().Add(pongTimeout)) }
	s.conn.SetPongHandler(extend)
	_ = extend("")
	for {
		if _, _, err := s.conn.NextReader(); err != nil {
			return
		}
	}
}
