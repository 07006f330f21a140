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
	limit    int64 // of memory, in bytes
}

func (t *totals) alarm(resource string) float64 {
	if slices.Contains(t.alarms, resource) {
		return 1
	}
	return 0
}

var gauges = []total{
	{"rabbitmq_connections", "Open connections.",
		func(t *totals) float64 { return float64(t.stats.Connections) }},
	{"rabbitmq_channels", "Open channels.",
		func(t *totals) float64 { return float64(t.stats.Channels) }},
	{"rabbitmq_consumers", "Consumers of all queues.",
		func(t *totals) float64 { return float64(t.stats.Consumers) }},
	{"rabbitmq_queues", "Queues of all virtual hosts.",
		func(t *totals) float64 { return float64(len(t.queues)) }},
	{"rabbitmq_channel_consumers", "Consumers of all channels.",
		func(t *totals) float64 { return float64(t.stats.Consumers) }},
	{"rabbitmq_resident_memory_limit_bytes", "Bytes of messages in memory at which publishers are blocked.",
		func(t *totals) float64 { return float64(t.limit) }},
	{"rabbitmq_process_resident_memory_bytes", "Bytes of messages in memory.",
		func(t *totals) float64 { return float64(t.stats.MessageBytes) }},
	{"rabbitmq_alarms_memory_used_watermark", "1 while publishers are blocked because memory runs short.",
		func(t *totals) float64 { return t.alarm("memory") }},
	{"rabbitmq_alarms_free_disk_space_watermark", "1 while publishers are blocked because the log can't be written.",
		func(t *totals) float64 { return t.alarm("disk") }},
}

var counters = []total{
	{"rabbitmq_connections_opened_total", "Connections that were opened.",
		func(t *totals) float64 { return float64(t.activity.ConnectionsOpened) }},
	{"rabbitmq_connections_closed_total", "Connections that have ended.",
		func(t *totals) float64 { return float64(t.activity.ConnectionsClosed) }},
	{"rabbitmq_channels_opened_total", "Channels that were opened.",
		func(t *totals) float64 { return float64(t.activity.ChannelsOpened) }},
	{"rabbitmq_channels_closed_total", "Channels that have ended.",
		func(t *totals) float64 { return float64(t.activity.ChannelsClosed) }},
	{"rabbitmq_queues_declared_total", "Queues that a declaration has made.",
		func(t *totals) float64 { return float64(t.activity.QueuesDeclared) }},
	{"rabbitmq_queues_created_total", "The same.",
		func(t *totals) float64 { return float64(t.activity.QueuesDeclared) }},
	{"rabbitmq_queues_deleted_total", "Queues that have gone.",
		func(t *totals) float64 { return float64(t.activity.QueuesDeleted) }},
}

// perProtocol are counters that RabbitMQ labels with the protocol.
var perProtocol = []total{
	{"rabbitmq_global_messages_received_total", "Messages that were published.",
		func(t *totals) float64 { return float64(t.messages.Publish) }},
	{"rabbitmq_global_messages_confirmed_total", "Messages whose publisher was told that they are safe.",
		func(t *totals) float64 { return float64(t.messages.Confirm) }},
	{"rabbitmq_global_messages_unroutable_returned_total", "Mandatory messages that no queue wanted.",
		func(t *totals) float64 { return float64(t.messages.ReturnUnroutable) }},
	{"rabbitmq_global_messages_unroutable_dropped_total", "Other messages that no queue wanted.",
		func(t *totals) float64 { return float64(t.messages.DropUnroutable) }},
	{"rabbitmq_global_messages_delivered_total", "Messages that were delivered, or fetched by basic.get.",
		func(t *totals) float64 {
			return float64(t.messages.Deliver + t.messages.DeliverNoAck + t.messages.Get + t.messages.GetNoAck)
		}},
	{"rabbitmq_global_messages_delivered_consume_manual_ack_total", "Deliveries to consumers that acknowledge.",
		func(t *totals) float64 { return float64(t.messages.Deliver) }},
	{"rabbitmq_global_messages_delivered_consume_auto_ack_total", "Deliveries to consumers that do not.",
		func(t *totals) float64 { return float64(t.messages.DeliverNoAck) }},
	{"rabbitmq_global_messages_delivered_get_manual_ack_total", "Messages fetched by basic.get, to be acknowledged.",
		func(t *totals) float64 { return float64(t.messages.Get) }},
	{"rabbitmq_global_messages_delivered_get_auto_ack_total", "Messages fetched by basic.get for good.",
		func(t *totals) float64 { return float64(t.messages.GetNoAck) }},
	{"rabbitmq_global_messages_get_empty_total", "Calls of basic.get on an empty queue.",
		func(t *totals) float64 { return float64(t.messages.GetEmpty) }},
	{"rabbitmq_global_messages_redelivered_total", "Deliveries of messages that were delivered before.",
		func(t *totals) float64 { return float64(t.messages.Redeliver) }},
	{"rabbitmq_global_messages_acknowledged_total", "Messages that were acknowledged.",
		func(t *totals) float64 { return float64(t.messages.Ack) }},
}

// identities say who tells the numbers; their value is 1. Dashboards for
// RabbitMQ join every other number with the first.
var identities = []prometheus.Metric{
	identity("rabbitmq_identity_info", "Node and cluster.",
		prometheus.Labels{"rabbitmq_node": nodeName, "rabbitmq_cluster": clusterName, "rabbitmq_cluster_permanent_id": clusterName}),
	identity("rabbitmq_build_info", "The RabbitMQ that this broker is like.",
		prometheus.Labels{"rabbitmq_version": rabbitMQVersion, "prometheus_plugin_version": rabbitMQVersion}),
}

func identity(name, help string, labels prometheus.Labels) prometheus.Metric {
	return prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, nil, labels), prometheus.GaugeValue, 1)
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
	queueMetric("rabbitmq_queue_messages", "Messages of the queue, waiting or delivered.", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.Ready + q.Unacked) }),
	queueMetric("rabbitmq_queue_messages_ready", "Messages that wait.", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.Ready) }),
	queueMetric("rabbitmq_queue_messages_unacked", "Messages that are delivered and not acknowledged.", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.Unacked) }),
	queueMetric("rabbitmq_queue_messages_bytes", "Bytes of the bodies of all messages.", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.ReadyBytes + q.UnackedBytes) }),
	queueMetric("rabbitmq_queue_messages_ready_bytes", "Bytes of the bodies of those that wait.", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.ReadyBytes) }),
	queueMetric("rabbitmq_queue_messages_unacked_bytes", "Bytes of the bodies of those that are delivered.", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(q.UnackedBytes) }),
	queueMetric("rabbitmq_queue_messages_published_total", "Messages that came into the queue.", prometheus.CounterValue,
		func(q amqp.QueueInfo) float64 { return float64(q.Stats.Publish) }),
	queueMetric("rabbitmq_queue_consumers", "Consumers of the queue.", prometheus.GaugeValue,
		func(q amqp.QueueInfo) float64 { return float64(len(q.Consumers)) }),
}

// Describe sends nothing: the queues come and go, which Prometheus calls an
// unchecked collector.
func (collector) Describe(chan<- *prometheus.Desc) {}

// Collect reads the broker once.
func (c collector) Collect(out chan<- prometheus.Metric) {
	t := totals{stats: c.db.Stats(), limit: c.db.Options().MemoryAlarm}
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
	for _, m := range identities {
		out <- m
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
