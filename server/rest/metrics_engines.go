package rest

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/prometheus/client_golang/prometheus"
)

// engineCollector reads the engines' Stats when Prometheus asks, so that a
// number exists once. Every numeric field of an engine's Stats is a metric,
// twelvefold_<engine>_<field>.
type engineCollector struct{ api *operations }

func newEngineCollector(api *operations) prometheus.Collector { return engineCollector{api} }

// Describe sends nothing: which metrics there are depends on the engines that
// are open, which Prometheus calls an unchecked collector.
func (engineCollector) Describe(chan<- *prometheus.Desc) {}

// Collect reads every engine once.
func (c engineCollector) Collect(out chan<- prometheus.Metric) {
	for _, info := range c.api.box.Engines() {
		numbers, ok := c.api.numbers(info.Name)
		if !ok {
			continue
		}
		v := reflect.ValueOf(numbers)
		for i := range v.NumField() {
			name := "twelvefold_" + info.Name + "_" + snake(v.Type().Field(i).Name)
			desc := prometheus.NewDesc(name, "Stats."+v.Type().Field(i).Name+" of the engine "+info.Name+".", nil, nil)
			if value, ok := number(v.Field(i)); ok {
				out <- prometheus.MustNewConstMetric(desc, prometheus.UntypedValue, value)
			}
		}
	}
}

func number(v reflect.Value) (float64, bool) {
	switch {
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	case v.CanFloat():
		return v.Float(), true
	}
	return 0, false
}

// snake spells a Go field's name as Prometheus does: MaxBytes is max_bytes.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
