package management

import (
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
)

// detailed are the families that /metrics/detailed of RabbitMQ 3.10 has.
var detailed = []string{
	"queue_coarse_metrics", "queue_metrics", "queue_consumer_count", "connection_coarse_metrics", "connection_metrics",
	"channel_metrics", "channel_exchange_metrics", "channel_queue_metrics", "channel_queue_exchange_metrics",
	"channel_process_metrics", "connection_churn_metrics", "node_metrics", "node_coarse_metrics", "node_persister_metrics",
	"ra_metrics", "auth_attempt_metrics", "vhost_status", "exchange_bindings", "exchange_names",
}

// compareNumbers holds the names, types and labels of the numbers for
// Prometheus against RabbitMQ's.
func compareNumbers(t *testing.T, theirs, ours *side) {
	used := map[string]bool{}
	paths := []string{"/metrics", "/metrics/per-object"}
	for _, family := range detailed {
		paths = append(paths, "/metrics/detailed?family="+family)
	}
	for _, p := range paths {
		t.Run(p, func(t *testing.T) {
			real, got := theirs.numbers(t, p), ours.numbers(t, p)
			for name, number := range real {
				if got[name] == nil {
					why := slices.IndexFunc(omittedNumbers, func(o omission) bool { return matches(o.field, name) })
					require.GreaterOrEqual(t, why, 0, "RabbitMQ has %s, ours has not", name)
					used[omittedNumbers[why].field] = true
					continue
				}
				if number.GetType() != dto.MetricType_UNTYPED {
					require.Equal(t, number.GetType(), got[name].GetType(), name)
				}
				if len(number.GetMetric()) > 0 {
					require.Subset(t, labels(number), labels(got[name]), name)
				}
			}
			for name := range got {
				require.Contains(t, real, name, "ours has a number that RabbitMQ has not")
			}
		})
	}
	for _, o := range omittedNumbers {
		require.True(t, used[o.field], "%q is in the list of what is left out, but is not missing", o.field)
	}
}

// matches holds a pattern against a number's name without its prefix.
func matches(pattern, name string) bool {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "rabbitmq_"), "detailed_")
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

// numbers scrapes those that are RabbitMQ's.
func (s *side) numbers(t *testing.T, path string) map[string]*dto.MetricFamily {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.metrics+path, nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusOK, answer.StatusCode)
	parser := expfmt.NewTextParser(model.LegacyValidation)
	found, err := parser.TextToMetricFamilies(answer.Body)
	require.NoError(t, err)
	maps.DeleteFunc(found, func(name string, _ *dto.MetricFamily) bool { return !strings.HasPrefix(name, "rabbitmq_") })
	return found
}

// labels gives the names of those that a number has.
func labels(number *dto.MetricFamily) (names []string) {
	for _, m := range number.GetMetric() {
		for _, l := range m.GetLabel() {
			if !slices.Contains(names, l.GetName()) {
				names = append(names, l.GetName())
			}
		}
	}
	return names
}
