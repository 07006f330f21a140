package command_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/command"
	"github.com/twelvefold/twelvefold/core/clock"
	"github.com/twelvefold/twelvefold/core/world"
)

// FuzzDo throws any arguments at every operation, twice, so that the second
// meets what the first has made: an answer is JSON, an error has a text, and
// the broker takes another session afterwards.
func FuzzDo(f *testing.F) {
	for i, args := range []string{
		`{"queue":"q","durable":true,"arguments":{"x-max-length":1,"x-queue-type":"quorum"}}`,
		`{"exchange":"x","type":"topic","arguments":{"alternate-exchange":"y"}}`,
		`{"routing_key":"q","body":"b","properties":{"expiration":"1","headers":{"CC":["q"],"x-delay":5}}}`,
		`{"queue":"q","consumer_tag":"c","no_ack":true}`,
		`{"delivery_tag":1,"multiple":true,"requeue":false}`,
		`{"channel":65535}`, `{"count":1000000}`, ``,
	} {
		f.Add(uint8(i*5), []byte(args))
	}
	names := command.Operations()
	f.Fuzz(func(t *testing.T, op uint8, args []byte) {
		db, err := amqp.Open(world.World{Clock: clock.NewManual(epoch), Seed: 1}, amqp.Options{InMemory: true})
		require.NoError(t, err)
		defer db.Close()
		s, err := command.New(db, command.Options{})
		require.NoError(t, err)
		name := names[int(op)%len(names)]
		for range 2 {
			reply, err := s.Do(epoch, name, args)
			if err != nil {
				require.NotEmpty(t, err.Error())
			} else {
				require.True(t, json.Valid(reply), "%s %s: %s", name, args, reply)
			}
		}
		require.NoError(t, s.Close())
		other, err := command.New(db, command.Options{})
		require.NoError(t, err)
		_, err = other.Do(epoch, "queue.declare", nil)
		require.NoError(t, err)
	})
}
