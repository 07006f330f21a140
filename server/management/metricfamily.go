package management

import (
	"strings"

	"github.com/prometheus/client_golang/prometheus"
)

// family is a group of numbers of one kind of objects.
type family struct {
	name    string // by which /metrics/detailed is asked for it
	collect func(*snapshot, *collector, chan<- prometheus.Metric)
}

// number is one number of an object. It is a counter if its name says so.
type number[T any] struct {
	name, help string
	value      func(T) float64
}

func (n number[T]) kind() prometheus.ValueType {
	if strings.HasSuffix(n.name, "_total") {
		return prometheus.CounterValue
	}
	return prometheus.GaugeValue
}

// familyOf makes a family of objects that labels tell apart.
func familyOf[T any](name string, labels []string, objects func(*snapshot) []T, values func(T) []string, numbers ...number[T]) family {
	return family{name, func(s *snapshot, c *collector, out chan<- prometheus.Metric) {
		all := objects(s)
		for _, n := range numbers {
			if !c.perObject {
				sum := 0.0
				for _, one := range all {
					sum += n.value(one)
				}
				out <- prometheus.MustNewConstMetric(prometheus.NewDesc(c.prefix+n.name, n.help, nil, nil), n.kind(), sum)
				continue
			}
			desc := prometheus.NewDesc(c.prefix+n.name, n.help, labels, nil)
			for _, l := range n.lines(all, values) {
				out <- prometheus.MustNewConstMetric(desc, n.kind(), l.value, l.labels...)
			}
		}
	}}
}

// line is a number of one object.
type line struct {
	labels []string
	value  float64
}

// lines adds up what has the same labels, which Prometheus refuses: a client
// chooses its connection's name in process. Nor does it take labels that are
// not UTF-8, as names in AMQP may be.
func (n number[T]) lines(objects []T, values func(T) []string) []*line {
	var list []*line
	known := map[string]*line{}
	for _, one := range objects {
		labels := values(one)
		for i, text := range labels {
			labels[i] = strings.ToValidUTF8(text, "\uFFFD")
		}
		key := strings.Join(labels, "\x00")
		l := known[key]
		if l == nil {
			l = &line{labels: labels}
			known[key] = l
			list = append(list, l)
		}
		l.value += n.value(one)
	}
	return list
}

// nodeFamily makes a family of the broker as a whole, left out where the
// numbers are not known. constant labels are RabbitMQ's.
func nodeFamily(name string, constant prometheus.Labels, known func(*snapshot) bool, numbers ...number[*snapshot]) family {
	return family{name, func(s *snapshot, c *collector, out chan<- prometheus.Metric) {
		if known != nil && !known(s) {
			return
		}
		for _, n := range numbers {
			out <- prometheus.MustNewConstMetric(prometheus.NewDesc(c.prefix+n.name, n.help, nil, constant), n.kind(), n.value(s))
		}
	}}
}

// clusterFamily makes a family that has a prefix of its own and is given
// nowhere but where it is asked for.
func clusterFamily(f family) family {
	return family{f.name, func(s *snapshot, c *collector, out chan<- prometheus.Metric) {
		own := *c
		own.prefix = clusterPrefix
		f.collect(s, &own, out)
	}}
}
