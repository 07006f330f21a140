package door_test

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/bindings-python/native/door"
	"github.com/twelvefold/twelvefold/core/code"
)

func openBroker(t *testing.T, options string) (*door.AMQP, *door.AMQPSession) {
	t.Helper()
	broker, err := door.OpenAMQP(options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, broker.Close()) })
	s, err := broker.Session(`{}`)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return broker, s
}

func call(t *testing.T, s *door.AMQPSession, op, args string) string {
	t.Helper()
	reply, _, err := s.Call(op, []byte(args), nil)
	require.NoError(t, err)
	return string(reply)
}

// TestNoWakeIsLost has several wait for what others publish: each event wakes
// whoever it is for.
func TestNoWakeIsLost(t *testing.T) {
	_, s := openBroker(t, `{}`)
	const consumers, messages = 4, 200
	var waiting sync.WaitGroup
	for n := range consumers {
		number := strconv.Itoa(100 + n)
		call(t, s, "queue.declare", `{"queue":"`+number+`"}`)
		call(t, s, "basic.consume", `{"queue":"`+number+`","no_ack":true,"channel":`+number+`}`)
		waiting.Go(func() {
			for taken := 0; taken < messages; {
				turn := s.Turn()
				reply, _, err := s.Next([]byte(`{"channel":` + number + `}`))
				if err != nil {
					t.Error(err)
					return
				}
				if string(reply) != "null" {
					taken++
				} else if !s.Wait(context.Background(), turn, time.Minute) {
					t.Error("woken by nobody")
					return
				}
			}
		})
	}
	for i := range consumers * messages {
		require.NoError(t, s.Publish([]byte(`{"routing_key":"`+strconv.Itoa(100+i%consumers)+`"}`), nil, true))
	}
	waiting.Wait()
}

func TestWaitEnds(t *testing.T) {
	_, s := openBroker(t, `{}`)
	require.False(t, s.Wait(context.Background(), s.Turn(), 0), "the time is up")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.False(t, s.Wait(ctx, s.Turn(), -1), "Ctrl-C")
	call(t, s, "channel.open", `{}`)
	turn := s.Turn()
	call(t, s, "channel.close", `{}`)
	require.True(t, s.Wait(context.Background(), turn, -1), "who waits on the channel looks again")
	require.NoError(t, s.Close())
	require.True(t, s.Wait(context.Background(), s.Turn(), -1), "closed")
	_, _, err := s.Next(nil)
	require.Equal(t, code.Closed, code.Of(err))
	_, err = s.Descriptor()
	require.Equal(t, code.Closed, code.Of(err))
}

func TestNextTellsOfTheEnd(t *testing.T) {
	broker, s := openBroker(t, `{}`)
	call(t, s, "queue.declare", `{}`)
	require.NoError(t, broker.Reset())
	for range 2 { // everybody who asks is told why
		_, _, err := s.Next([]byte(`{"channel":7}`))
		require.ErrorContains(t, err, "CONNECTION_FORCED")
		require.Equal(t, 320, door.ReplyCode(err))
	}
}

func TestClientsWithASocketAndSessionsShareABroker(t *testing.T) {
	broker, s := openBroker(t, `{"path":`+strconv.Quote(t.TempDir())+`}`)
	for range 2 { // it can listen again
		port, err := broker.Listen("127.0.0.1", 0)
		require.NoError(t, err)
		_, err = broker.Listen("127.0.0.1", 0)
		require.Equal(t, code.NotAllowed, code.Of(err))

		client, err := amqp091.Dial("amqp://guest:guest@127.0.0.1:" + strconv.Itoa(port))
		require.NoError(t, err)
		ch, err := client.Channel()
		require.NoError(t, err)
		_, err = ch.QueueDeclare("q", true, false, false, false, nil)
		require.NoError(t, err)
		require.NoError(t, s.Publish([]byte(`{"routing_key":"q","properties":{"delivery_mode":2}}`), []byte("body"), true))
		got, ok, err := ch.Get("q", true)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, "body", string(got.Body))
		require.NoError(t, client.Close())
		require.NoError(t, broker.Unlisten())
		require.NoError(t, broker.Unlisten())
	}
}

// TestStreamsSyncBeforeTheyAnswer: what a byte session answers is on the disk,
// without anybody else who syncs.
func TestStreamsSyncBeforeTheyAnswer(t *testing.T) {
	broker, _ := openBroker(t, `{"path":`+strconv.Quote(t.TempDir())+`}`)
	stream := broker.Connect()
	frame := func(channel byte, payload string) []byte {
		head := []byte{1, 0, channel, 0, 0, 0, byte(len(payload))}
		return append(append(head, payload...), 0xCE)
	}
	feed := func(p []byte) (out []byte) {
		require.NoError(t, stream.Feed(p, func(b []byte) { out = append(out, b...) }))
		return out
	}
	require.NotEmpty(t, feed([]byte("AMQP\x00\x00\x09\x01")))
	startOk := "\x00\x0A\x00\x0B" + "\x00\x00\x00\x00" + "\x05PLAIN" + "\x00\x00\x00\x0C\x00guest\x00guest" + "\x05en_US"
	require.NotEmpty(t, feed(frame(0, startOk)))
	feed(frame(0, "\x00\x0A\x00\x1F"+"\x07\xFF"+"\x00\x02\x00\x00"+"\x00\x00"))
	require.NotEmpty(t, feed(frame(0, "\x00\x0A\x00\x28"+"\x01/"+"\x00\x00")))
	require.NotEmpty(t, feed(frame(1, "\x00\x14\x00\x0A\x00")))
	before := broker.Synced()
	declareOk := feed(frame(1, "\x00\x32\x00\x0A"+"\x00\x00"+"\x01q"+"\x02"+"\x00\x00\x00\x00"))
	require.Contains(t, string(declareOk), "\x00\x32\x00\x0B\x01q")
	require.Greater(t, broker.Synced(), before)
	require.NoError(t, stream.Close())
}
