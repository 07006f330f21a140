package management

import (
	"net/http"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// metrics serves the numbers of the broker to Prometheus, by the names of
// RabbitMQ's plug-in rabbitmq_prometheus where it has them.
func (h *Handler) metrics() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(NewCollector(h.db), collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// collector reads the broker when Prometheus asks, so that a number exists
// once.
type collector struct{ db *amqp.DB }

// NewCollector gives the broker's numbers to a registry.
func NewCollector(db *amqp.DB) prometheus.Collector { return collector{db} }

// total is a number of the whole broker.
type total struct {
	name, help string
	value      func(*totals) float64
}

// totals is what they are computed from, all of one instant.
type totals struct {
	messages amqp.MessageStats
	activity amqp.Activity
	stats    amqp.Stats
	queues   []amqp.QueueInfo
	alarms   []string
}

func (t *totals) alarm(resource string) float64 {
	if slices.Contains(t.alarms, resource) {
		return 1
	}
	return 0
}

var gauges = []total{
	{"rabbitmq_connections", "Connections currently open",
		func(t *totals) float64 { return float64(t.stats.Connections) }},
	{"rabbitmq_channels", "Channels currently open",
		func(t *totals) float64 { return float64(t.stats.Channels) }},
	{"rabbitmq_consumers", "Consumers currently connected",
		func(t *totals) float64 { return float64(t.stats.Consumers) }},
	{"rabbitmq_queues", "Queues available",
		func(t *totals) float64 { return float64(len(t.queues)) }},
	{"rabbitmq_alarms_memory_used_watermark", "is 1 if the memory watermark alarm is in effect",
		func(t *totals) float64 { return t.alarm("memory") }},
	{"rabbitmq_alarms_free_disk_space_watermark", "is 1 if the free disk space watermark alarm is in effect",
		func(t *totals) float64 { return t.alarm("disk") }},
}

var counters = []total{
	{"rabbitmq_connections_opened_total", "Total number of connections opened",
		func(t *totals) float64 { return float64(t.activity.ConnectionsOpened) }},
	{"rabbitmq_connections_closed_total", "Total number of connections closed or terminated",
		func(t *totals) float64 { return float64(t.activity.ConnectionsClosed) }},
	{"rabbitmq_channels_opened_total", "Total number of channels opened",
		func(t *totals) float64 { return float64(t.activity.ChannelsOpened) }},
	{"rabbitmq_channels_closed_total", "Total number of channels closed",
		func(t *totals) float64 { return float64(t.activity.ChannelsClosed) }},
	{"rabbitmq_queues_declared_total", "Total number of queues declared",
		func(t *totals) float64 { return float64(t.activity.QueuesDeclared) }},
	{"rabbitmq_queues_created_total", "Total number of queues created",
		func(t *totals) float64 { return float64(t.activity.QueuesDeclared) }},
	{"rabbitmq_queues_deleted_total", "Total number of queues deleted",
		func(t *totals) float64 { return float64(t.activity.QueuesDeleted) }},
}

// perProtocol are counters that RabbitMQ labels with the protocol.
var perProtocol = []total{
	{"rabbitmq_global_messages_received_total", "Total number of messages received from publishers",
		func(t *totals) float64 { return float64(t.messages.Publish) }},
	{"rabbitmq_global_messages_confirmed_total", "Total number of messages confirmed to publishers",
		func(t *totals) float64 { return float64(t.messages.Confirm) }},
	{"rabbitmq_global_messages_unroutable_returned_total", "Total number of messages published as mandatory into an exchange and returned to the publisher as unroutable",
		func(t *totals) float64 { return float64(t.messages.ReturnUnroutable) }},
	{"rabbitmq_global_messages_unroutable_dropped_total", "Total number of messages published as non-mandatory into an exchange and dropped as unroutable",
		func(t *totals) float64 { return float64(t.messages.DropUnroutable) }},
	{"rabbitmq_global_messages_delivered_consume_manual_ack_total", "Total number of messages delivered to consumers using basic.consume with manual acknowledgment",
		func(t *totals) float64 { return float64(t.messages.Deliver) }},
	{"rabbitmq_global_messages_delivered_consume_auto_ack_total", "Total number of messages delivered to consumers using basic.consume with automatic acknowledgment",
		func(t *totals) float64 { return float64(t.messages.DeliverNoAck) }},
	{"rabbitmq_global_messages_delivered_get_manual_ack_total", "Total number of messages delivered to consumers using basic.get with manual acknowledgment",
		func(t *totals) float64 { return float64(t.messages.Get) }},
	{"rabbitmq_global_messages_delivered_get_auto_ack_total", "Total number of messages delivered to consumers using basic.get with automatic acknowledgment",
		func(t *totals) float64 { return float64(t.messages.GetNoAck) }},
	{"rabbitmq_global_messages_get_empty_total", "Total number of times basic.get operations fetched no message",
		func(t *totals) float64 { return float64(t.messages.GetEmpty) }},
	{"rabbitmq_global_messages_redelivered_total", "Total number of messages redelivered to consumers",
		func(t *totals) float64 { return float64(t.messages.Redeliver) }},
	{"rabbitmq_global_messages_acknowledged_total", "Total number of messages acknowledged by consumers",
		func(t *totals) float64 { return float64(t.messages.Ack) }},
}

// perQueue is a number of one queue; RabbitMQ gives them so under
// /metrics/per-object.
type perQueue struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(amqp.QueueInfo) float64
}

func queueMetric(name, help string, kind prometheus.ValueType, value func(amqp.QueueInfo) float64) perQueue {
	return perQueue{prometheus.NewDesc(name, help, []string{"vhost", "queue"}, nil), kind, value}
}

var queueMetrics = []perQueue{
	queueMetric("rabbitmq_queue_messages", "Sum of ready and unacknowledged messages - total queue depth", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.Ready + q.Unacked) }),
	queueMetric("rabbitmq_queue_messages_ready", "Messages ready to be delivered to consumers", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.Ready) }),
	queueMetric("rabbitmq_queue_messages_unacked", "Messages delivered to consumers but not yet acknowledged", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.Unacked) }),
	queueMetric("rabbitmq_queue_messages_bytes", "Size in bytes of ready and unacknowledged messages", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.ReadyBytes + q.UnackedBytes) }),
	queueMetric("rabbitmq_queue_messages_ready_bytes", "Size in bytes of ready messages", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.ReadyBytes) }),
	queueMetric("rabbitmq_queue_messages_unacked_bytes", "Size in bytes of all unacknowledged messages", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.UnackedBytes) }),
	queueMetric("rabbitmq_queue_messages_published_total", "Total number of messages published to queues", prometheus.CounterValue,
		func(q amqp.QueueInfo) float64 { return float64(q.Stats.Publish) }),
	queueMetric("rabbitmq_queue_consumers", "Consumers on a queue", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(len(q.Consumers)) }),
}

// Describe sends nothing: the queues come and go, which Prometheus calls an
// unchecked collector.
func (collector) Describe(chan<- *prometheus.Desc) {}

// Collect reads the broker once.
func (c collector) Collect(out chan<- prometheus.Metric) {
	t := totals{stats: c.db.Stats()}
	err := c.db.Update(func(tx *amqp.Tx) error {
		t.messages, t.activity, t.alarms = tx.MessageStats(), tx.Activity(), tx.Alarms()
		for _, vh := range tx.Vhosts() {
			t.queues = append(t.queues, tx.Queues(vh.Name)...)
		}
		return nil
	})
	if err != nil {
		return // closed: there is nothing to tell
	}
	send := func(all []total, kind prometheus.ValueType, labels prometheus.Labels) {
		for _, m := range all {
			out <- prometheus.MustNewConstMetric(prometheus.NewDesc(m.name, m.help, nil, labels), kind, m.value(&t))
		}
	}
	send(gauges, prometheus.GaugeValue, nil)
	send(counters, prometheus.CounterValue, nil)
	send(perProtocol, prometheus.CounterValue, prometheus.Labels{"protocol": "amqp091"})
	for _, m := range queueMetrics {
		for _, q := range t.queues {
			out <- prometheus.MustNewConstMetric(m.desc, m.kind, m.value(q), q.Vhost, q.Name)
		}
	}
}
