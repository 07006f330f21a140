package management

import (
	"net/http"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// The numbers of the broker for Prometheus, by the names and at the paths of
// RabbitMQ's plug-in rabbitmq_prometheus: /metrics has sums, as their number
// does not grow with what clients declare; /metrics/per-object has a line for
// each queue, channel and connection; /metrics/detailed has those of the
// families that the query names.

// metrics serves sums.
func (h *Handler) metrics() http.Handler {
	c := NewCollector(h.db).(*collector)
	c.maxConnections = h.options.MaxConnections
	return withRuntime(c)
}

// metricsPerObject serves all of them.
func (h *Handler) metricsPerObject() http.Handler {
	return withRuntime(&collector{
		db: h.db, maxConnections: h.options.MaxConnections,
		prefix: namePrefix, perObject: true, families: slices.Concat(nodeNumbers, coreFamilies),
	})
}

// metricsDetailed serves the families of the query, of queues only those in
// its virtual hosts; families that there are not are passed over.
func (h *Handler) metricsDetailed(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	wanted := query["family"]
	if slices.Contains(wanted, "queue_metrics") { // has that number too
		wanted = slices.DeleteFunc(wanted, func(name string) bool { return name == consumerCount })
	}
	c := &collector{db: h.db, maxConnections: h.options.MaxConnections, prefix: detailedPrefix, perObject: true, vhosts: query["vhost"]}
	named := func(f family) bool { return slices.Contains(wanted, f.name) }
	c.families = slices.DeleteFunc(slices.Concat(families, clusterFamilies), func(f family) bool { return !named(f) })
	c.topology = slices.ContainsFunc(clusterFamilies, named)
	serve(c).ServeHTTP(w, r)
}

// withRuntime has beside the broker's numbers those of Go and of the process.
func withRuntime(c prometheus.Collector) http.Handler {
	return serve(c, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
}

func serve(all ...prometheus.Collector) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(all...)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

// collector reads the broker when Prometheus asks, so that a number exists
// once.
type collector struct {
	db             *amqp.DB
	maxConnections int // 0 is unknown

	families  []family
	prefix    string
	perObject bool
	vhosts    []string // whose queues are wanted; none is all
	topology  bool     // exchanges and bindings are wanted
}

// Beginnings of names.
const (
	namePrefix     = "rabbitmq_"
	detailedPrefix = "rabbitmq_detailed_"
	clusterPrefix  = "rabbitmq_cluster_"
)

// NewCollector gives the broker's numbers, in sums, to a registry.
func NewCollector(db *amqp.DB) prometheus.Collector {
	return &collector{
		db: db, prefix: namePrefix,
		families: slices.Concat(nodeNumbers, []family{alarmNumbers}, coreFamilies),
	}
}

// Describe sends nothing: queues come and go, which Prometheus calls an
// unchecked collector.
func (*collector) Describe(chan<- *prometheus.Desc) {}

// Collect reads the broker once.
func (c *collector) Collect(out chan<- prometheus.Metric) {
	s, err := c.read()
	if err != nil {
		return // closed: there is nothing to tell
	}
	for _, m := range identities {
		out <- m
	}
	for _, f := range c.families {
		f.collect(s, c, out)
	}
}

// snapshot is what numbers are computed from.
type snapshot struct {
	stats     amqp.Stats
	messages  amqp.MessageStats
	activity  amqp.Activity
	vhosts    []amqp.VhostInfo
	queues    []amqp.QueueInfo
	exchanges []amqp.ExchangeInfo
	bindings  []amqp.BindingInfo
	channels  []amqp.ChannelInfo
	conns     []amqp.ConnInfo
	alarms    []string

	options        amqp.Options
	diskFree       int64
	diskKnown      bool
	files          openFiles
	maxConnections int
}

// read copies while the broker is locked.
func (c *collector) read() (*snapshot, error) {
	s := &snapshot{stats: c.db.Stats(), options: c.db.Options(), files: readOpenFiles(), maxConnections: c.maxConnections}
	return s, c.db.Update(func(tx *amqp.Tx) error {
		s.messages, s.activity, s.alarms = tx.MessageStats(), tx.Activity(), tx.Alarms()
		s.vhosts, s.channels, s.conns = tx.Vhosts(), tx.Channels(), tx.Connections()
		s.diskFree, s.diskKnown = tx.DiskFree()
		for _, vh := range s.vhosts {
			if c.topology {
				s.exchanges, s.bindings = append(s.exchanges, tx.Exchanges(vh.Name)...), append(s.bindings, tx.Bindings(vh.Name)...)
			}
			if len(c.vhosts) == 0 || slices.Contains(c.vhosts, vh.Name) {
				s.queues = append(s.queues, tx.Queues(vh.Name)...)
			}
		}
		return nil
	})
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
