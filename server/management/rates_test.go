package management_test

import (
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/clock"
)

// rateOf finds the rate of a counter below an answer: its path is the names of
// the objects on the way.
func rateOf(t *testing.T, o object, path ...string) float64 {
	t.Helper()
	for _, name := range path[:len(path)-1] {
		below, ok := o[name].(object)
		require.True(t, ok, "%s has no %s", o, name)
		o = below
	}
	details, ok := o[path[len(path)-1]+"_details"].(object)
	require.True(t, ok, "%s has no %s", o, path[len(path)-1])
	return details["rate"].(float64)
}

// TestEverySubjectHasRatesOfItsOwn has everything counted once before the first
// sample and differently after, so that a rate from another base shows.
func TestEverySubjectHasRatesOfItsOwn(t *testing.T) {
	s := open(t)
	conn, ch := s.connect("c 1")
	s.must("PUT", "/api/queues/%2F/q", `{}`)
	s.must("PUT", "/api/vhosts/other", `{}`)
	s.must("PUT", "/api/queues/other/q", `{}`)
	publish := func(ch *amqp.Channel, n int) {
		s.update(func(tx *amqp.Tx) error {
			for range n {
				require.NoError(t, ch.Publish(tx, amqp.Publish{Key: []byte("q"), Body: []byte("x")}))
			}
			return nil
		})
	}
	elsewhere := func() {
		s.must("POST", "/api/exchanges/other/amq.default/publish",
			`{"routing_key":"q","payload":"x","payload_encoding":"string","properties":{}}`)
	}
	take := func(noAck bool) {
		s.update(func(tx *amqp.Tx) error {
			_, _, err := ch.Get(tx, "q", noAck)
			return err
		})
	}
	publish(ch, 7)
	take(false)
	elsewhere()
	conn.Traffic.RecvBytes.Store(1000)
	conn.Traffic.SentBytes.Store(500)
	get[object](s, "/api/overview") // the base
	s.clock.Advance(500 * time.Millisecond)

	// Each publish through the API opens a channel, too.
	_, other := s.connect("c 2")
	publish(other, 3)
	take(true)
	take(false)
	take(false)
	s.update(func(tx *amqp.Tx) error { return ch.Ack(tx, 1, false) })
	elsewhere()
	conn.Traffic.RecvBytes.Add(10)
	conn.Traffic.SentBytes.Add(5)

	for _, one := range []struct {
		subject string
		path    []string
		want    float64
	}{
		{"overview", []string{"message_stats", "publish"}, 8},
		{"overview", []string{"message_stats", "ack"}, 2},
		{"overview", []string{"queue_totals", "messages"}, 4},
		{"overview", []string{"queue_totals", "messages_ready"}, 2},
		{"overview", []string{"queue_totals", "messages_unacknowledged"}, 2},
		{"overview", []string{"churn_rates", "channel_created"}, 4},
		{"vhosts/%2F", []string{"message_stats", "publish"}, 6},
		{"vhosts/%2F", []string{"messages"}, 2},
		{"vhosts/other", []string{"messages"}, 2},
		{"vhosts/%2F", []string{"recv_oct"}, 20},
		{"queues/%2F/q", []string{"message_stats", "publish"}, 6},
		{"queues/%2F/q", []string{"messages_unacknowledged"}, 2},
		{"exchanges/%2F/amq.default", []string{"message_stats", "publish_in"}, 6},
		{"exchanges/%2F/amq.default", []string{"message_stats", "publish_out"}, 6},
		{"channels/c%201%20(1)", []string{"message_stats", "ack"}, 2},
		{"channels/c%201%20(1)", []string{"message_stats", "publish"}, 0},
		{"connections/c%201", []string{"recv_oct"}, 20},
		{"connections/c%201", []string{"send_oct"}, 10},
	} {
		require.Equal(t, one.want, rateOf(t, get[object](s, "/api/"+one.subject), one.path...), "%s %s", one.subject, one.path)
	}
}

// TestDeliverGetIsTheSumOfAll counts each way to get a message another number
// of times.
func TestDeliverGetIsTheSumOfAll(t *testing.T) {
	s := open(t)
	_, ch := s.connect("c 1")
	s.update(func(tx *amqp.Tx) error {
		_, err := ch.QueueDeclare(tx, amqp.QueueDeclare{Name: "q"})
		require.NoError(t, err)
		for range 15 {
			require.NoError(t, ch.Publish(tx, amqp.Publish{Key: []byte("q")}))
		}
		for i := range 12 {
			_, _, err := ch.Get(tx, "q", i < 8)
			require.NoError(t, err)
		}
		require.NoError(t, ch.Qos(tx, 0, 1, false))
		_, err = ch.Consume(tx, amqp.Consume{Queue: "q", Tag: "one"})
		require.NoError(t, err)
		require.NoError(t, ch.Qos(tx, 0, 0, false))
		_, err = ch.Consume(tx, amqp.Consume{Queue: "q", Tag: "rest", NoAck: true})
		return err
	})
	has(t, get[object](s, "/api/queues/%2F/q")["message_stats"].(object), object{
		"deliver": 1.0, "deliver_no_ack": 2.0, "get": 4.0, "get_no_ack": 8.0, "deliver_get": 15.0,
	})
}

// TestSamplingLastsAMinute counts timers: one when somebody asks, and one after
// each sample until the first that is more than a minute later.
func TestSamplingLastsAMinute(t *testing.T) {
	s := open(t)
	get[object](s, "/api/overview")
	s.clock.Advance(time.Hour)
	require.Equal(t, 1+12, s.clock.timers)
}

// keptClock hands out timers that a test looks at, and ends by itself.
type keptClock struct {
	*clock.Manual
	timers []*keptTimer
}

type keptTimer struct {
	f       func()
	stopped bool
}

func (c *keptClock) AfterFunc(_ time.Duration, f func()) clock.Timer {
	t := &keptTimer{f: f}
	c.timers = append(c.timers, t)
	return t
}

// Stop comes too late: f has begun already.
func (t *keptTimer) Stop() bool {
	t.stopped = true
	return false
}

// TestClosedHandlerSamplesNoMore closes it while a sample is being taken, and
// goes on asking, as a request may that is still being answered.
func TestClosedHandlerSamplesNoMore(t *testing.T) {
	c := &keptClock{Manual: clock.NewManual(time.Unix(1_700_000_000, 0))}
	s := openOn(t, c, amqp.Options{InMemory: true})
	get[object](s, "/api/overview")
	sampling := c.timers[len(c.timers)-1]
	before := len(c.timers)
	require.NoError(t, s.h.(io.Closer).Close())
	require.True(t, sampling.stopped)
	sampling.f()
	get[object](s, "/api/overview")
	require.Len(t, c.timers, before)
}

// TestTotalsAreOfWhatAUserSees has two virtual hosts, of which al sees one.
func TestTotalsAreOfWhatAUserSees(t *testing.T) {
	s := open(t)
	s.must("PUT", "/api/users/al", `{"password":"x","tags":"management"}`)
	s.must("PUT", "/api/permissions/%2F/al", `{"configure":"","write":"","read":""}`)
	s.must("PUT", "/api/vhosts/other", `{}`)
	for _, vhost := range []string{"%2F", "other"} {
		s.must("PUT", "/api/queues/"+vhost+"/q", `{}`)
		s.must("POST", "/api/exchanges/"+vhost+"/amq.default/publish",
			`{"routing_key":"q","payload":"x","payload_encoding":"string","properties":{}}`)
	}
	get[object](s, "/api/overview")
	s.clock.Advance(time.Second)
	totals := get[object](s, "al:x/api/overview")["queue_totals"].(object)
	require.Equal(t, 1.0, totals["messages"])
	require.Equal(t, 0.0, rateOf(t, totals, "messages"))
}
