package management

import (
	"sync"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/clock"
)

// The rates ("publish_details": {"rate": 2.5}) are differences of counters
// over the time since a sample. Samples are taken while somebody asks, and for
// a while after: who never asks pays nothing.
const (
	sampleEvery = 5 * time.Second // collect_statistics_interval
	watchedFor  = time.Minute
)

// subject is what counters belong to.
type subject struct {
	kind        string // "overview", "node", "vhost", "queue", "exchange", "channel", "connection"
	vhost, name string
	id          uint64 // of a connection
}

// theBroker is the broker as a whole, theNode the process it runs in.
var theBroker, theNode = subject{kind: "overview"}, subject{kind: "node"}

// counter is one number of a subject.
type counter struct {
	name  string
	value int64
}

// sample is all counters at one instant.
type sample struct {
	at     time.Time
	values map[subject][]counter
}

// sampler keeps the last two samples.
type sampler struct {
	db *amqp.DB

	mu           sync.Mutex
	older, newer *sample     // guarded by mu
	asked        time.Time   // guarded by mu
	timer        clock.Timer // guarded by mu; nil: not sampling
	stopped      bool        // guarded by mu
}

func newSampler(db *amqp.DB) *sampler { return &sampler{db: db} }

// rates are the speeds of counters since the older sample.
type rates struct {
	now  time.Time
	base *sample
}

// watch notes that somebody asks at now, starts sampling, and gives what rates
// are counted from.
func (s *sampler) watch(now time.Time) (*rates, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = now
	if s.timer == nil && !s.stopped {
		taken, err := takeSample(s.db)
		if err != nil {
			return nil, err
		}
		s.older, s.newer = nil, taken
		s.timer = s.db.World().AfterFunc(sampleEvery, s.tick)
	}
	base := s.older
	if base == nil {
		base = s.newer
	}
	return &rates{now, base}, nil
}

// tick takes the next sample, unless nobody has asked for a while.
func (s *sampler) tick() {
	taken, err := takeSample(s.db)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timer = nil
	if err != nil || s.stopped || taken.at.Sub(s.asked) > watchedFor {
		return
	}
	s.older, s.newer = s.newer, taken
	s.timer = s.db.World().AfterFunc(sampleEvery, s.tick)
}

// stop ends sampling for good.
func (s *sampler) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	if s.timer != nil {
		s.timer.Stop()
	}
}

// takeSample copies while the broker is locked, and counts when it no longer
// is.
func takeSample(db *amqp.DB) (*sample, error) {
	s := &sample{values: map[subject][]counter{}}
	var vhosts []amqp.VhostInfo
	var queues []amqp.QueueInfo
	var exchanges []amqp.ExchangeInfo
	var channels []amqp.ChannelInfo
	var conns []amqp.ConnInfo
	node := readNodeSizes()
	err := db.Update(func(tx *amqp.Tx) error {
		s.at = tx.Now()
		s.values[theBroker] = append(messageCounters(tx.MessageStats()), activityCounters(tx.Activity())...)
		s.values[theNode] = node.counters(tx)
		vhosts, channels, conns = tx.Vhosts(), tx.Channels(), tx.Connections()
		for _, vh := range vhosts {
			queues, exchanges = append(queues, tx.Queues(vh.Name)...), append(exchanges, tx.Exchanges(vh.Name)...)
		}
		return nil
	})
	for _, vh := range vhosts {
		s.values[vhostSubject(vh)] = vhostCounters(vh)
	}
	for _, q := range queues {
		s.values[queueSubject(q)] = append(queueCounters(q), depthCounters(q.Ready, q.Unacked)...)
	}
	for _, x := range exchanges {
		s.values[exchangeSubject(x)] = exchangeCounters(x)
	}
	for _, ch := range channels {
		s.values[channelSubject(ch)] = channelCounters(ch)
	}
	for _, conn := range conns {
		s.values[connectionSubject(conn)] = connectionCounters(conn)
	}
	return s, err
}

// with puts counters into o, each with its rate: the counters of one subject,
// or their sums over several.
func (r *rates) with(o object, counters []counter, of ...subject) object {
	before := map[string]int64{}
	seconds := 0.0
	if r.base != nil {
		seconds = r.now.Sub(r.base.at).Seconds()
		for _, one := range of {
			for _, c := range r.base.values[one] {
				before[c.name] += c.value
			}
		}
	}
	for _, c := range counters {
		rate := 0.0
		if was, ok := before[c.name]; ok && seconds > 0 {
			rate = float64(c.value-was) / seconds
		}
		o[c.name] = c.value
		o[c.name+"_details"] = object{"rate": rate}
	}
	return o
}

// stats are message_stats, if anything has happened yet: RabbitMQ leaves them
// out before.
func (r *rates) stats(o object, of subject, counters []counter) {
	for _, c := range counters {
		if c.value != 0 {
			o["message_stats"] = r.with(object{}, counters, of)
			return
		}
	}
}

// queueCounters are a queue's message_stats.
func queueCounters(q amqp.QueueInfo) []counter {
	return append(deliveryCounters(q.Stats), counter{"publish", int64(q.Stats.Publish)})
}

// deliveryCounters are those that all kinds have. deliver_get is the sum that
// most dashboards show.
func deliveryCounters(s amqp.MessageStats) []counter {
	return []counter{
		{"ack", int64(s.Ack)}, {"redeliver", int64(s.Redeliver)},
		{"deliver", int64(s.Deliver)}, {"deliver_no_ack", int64(s.DeliverNoAck)},
		{"get", int64(s.Get)}, {"get_no_ack", int64(s.GetNoAck)}, {"get_empty", int64(s.GetEmpty)},
		{"deliver_get", int64(s.Deliver + s.DeliverNoAck + s.Get + s.GetNoAck)},
	}
}

// messageCounters are those of what has publishers: a channel, a virtual host,
// the broker.
func messageCounters(s amqp.MessageStats) []counter {
	return append(deliveryCounters(s),
		counter{"publish", int64(s.Publish)}, counter{"confirm", int64(s.Confirm)},
		counter{"return_unroutable", int64(s.ReturnUnroutable)}, counter{"drop_unroutable", int64(s.DropUnroutable)})
}

func channelCounters(ch amqp.ChannelInfo) []counter { return messageCounters(ch.Stats) }

// exchangeCounters count copies on the way out: a message for three queues
// comes in once and goes out three times.
func exchangeCounters(x amqp.ExchangeInfo) []counter {
	return []counter{{"publish_in", int64(x.In)}, {"publish_out", int64(x.Out)}}
}

// depthCounters are no counters but sizes; they have rates all the same.
func depthCounters(ready, unacked int) []counter {
	return []counter{
		{"messages", int64(ready + unacked)}, {"messages_ready", int64(ready)},
		{"messages_unacknowledged", int64(unacked)},
	}
}

func vhostCounters(vh amqp.VhostInfo) []counter {
	return append(append(messageCounters(vh.Stats), depthCounters(vh.Ready, vh.Unacked)...), trafficCounters(vh.RecvBytes, vh.SentBytes)...)
}

func trafficCounters(received, sent uint64) []counter {
	return []counter{{"recv_oct", int64(received)}, {"send_oct", int64(sent)}}
}

func connectionCounters(c amqp.ConnInfo) []counter { return trafficCounters(c.RecvBytes, c.SentBytes) }

// activityCounters are the churn. A declaration of a queue that is there counts
// nowhere, so that declared and created are the same number.
func activityCounters(a amqp.Activity) []counter {
	return []counter{
		{"connection_created", int64(a.ConnectionsOpened)}, {"connection_closed", int64(a.ConnectionsClosed)},
		{"channel_created", int64(a.ChannelsOpened)}, {"channel_closed", int64(a.ChannelsClosed)},
		{"queue_declared", int64(a.QueuesDeclared)}, {"queue_created", int64(a.QueuesDeclared)},
		{"queue_deleted", int64(a.QueuesDeleted)},
	}
}

func vhostSubject(vh amqp.VhostInfo) subject { return subject{kind: "vhost", name: vh.Name} }
func queueSubject(q amqp.QueueInfo) subject {
	return subject{kind: "queue", vhost: q.Vhost, name: q.Name}
}
func exchangeSubject(x amqp.ExchangeInfo) subject {
	return subject{kind: "exchange", vhost: x.Vhost, name: x.Name}
}
func connectionSubject(c amqp.ConnInfo) subject { return subject{kind: "connection", id: c.ID} }
func channelSubject(c amqp.ChannelInfo) subject {
	return subject{kind: "channel", id: c.Conn.ID, name: c.Name()}
}
