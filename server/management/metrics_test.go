package management_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// scrape reads numbers as Prometheus does, without a login.
func scrape(t *testing.T, s *server, path string) (body string) {
	t.Helper()
	a := s.send(httptest.NewRequest(http.MethodGet, path, nil))
	require.Equal(t, 200, a.status, a.body)
	return a.body
}

func TestMetricsHaveRabbitMQsNames(t *testing.T) {
	s := open(t)
	busy(s)
	global := []string{
		"rabbitmq_connections 1", "rabbitmq_channels 1", "rabbitmq_consumers 1", "rabbitmq_queues 1",
		`rabbitmq_global_messages_received_total{protocol="amqp091"} 3`,
		`rabbitmq_global_messages_confirmed_total{protocol="amqp091"} 3`,
		`rabbitmq_global_messages_delivered_total{protocol="amqp091"} 2`,
		`rabbitmq_global_publishers{protocol="amqp091"} 1`,
		`rabbitmq_identity_info{rabbitmq_cluster="twelvefold",rabbitmq_cluster_permanent_id="twelvefold",rabbitmq_node="twelvefold@localhost"} 1`,
		"rabbitmq_resident_memory_limit_bytes 1.073741824e+09", "rabbitmq_process_open_tcp_sockets 1",
	}
	for path, lines := range map[string][]string{
		"/metrics": append(global,
			"rabbitmq_alarms_memory_used_watermark 0", "rabbitmq_queue_messages_ready 1", "rabbitmq_queue_messages_unacked 2",
			"rabbitmq_queue_consumers 1", "rabbitmq_queue_messages_published_total 3", "rabbitmq_channel_messages_unacked 2",
			"rabbitmq_channel_messages_published_total 3", "rabbitmq_connection_channels 1"),
		"/metrics/per-object": append(global,
			`rabbitmq_queue_messages_ready{queue="q",vhost="/"} 1`,
			`rabbitmq_queue_messages_published_total{queue="q",queue_vhost="/"} 3`,
			`rabbitmq_channel_messages_unacked{channel="c 1 (1)"} 2`,
			`rabbitmq_channel_messages_published_total{channel="c 1 (1)",vhost="/"} 3`,
			`rabbitmq_connection_channels{channel="c 1"} 1`),
		"/metrics/detailed?family=queue_coarse_metrics&family=channel_metrics&family=exchange_bindings&family=nonsense": {
			`rabbitmq_detailed_queue_messages_ready{queue="q",vhost="/"} 1`,
			`rabbitmq_detailed_channel_messages_unacked{channel="c 1 (1)"} 2`,
			`rabbitmq_cluster_exchange_bindings{exchange="amq.direct",type="direct",vhost="/"} 0`,
		},
		"/metrics/detailed?family=queue_metrics&family=queue_consumer_count&vhost=%2F": {
			`rabbitmq_detailed_queue_consumers{queue="q",vhost="/"} 1`,
		},
	} {
		t.Run(path, func(t *testing.T) {
			body := scrape(t, s, path)
			for _, line := range lines {
				require.Contains(t, body, "\n"+line+"\n")
			}
		})
	}
}

func TestDetailedMetricsHaveWhatIsAskedFor(t *testing.T) {
	s := open(t)
	busy(s)
	for query, want := range map[string]int{
		"": 0, "?family=nonsense": 0, "?family=queue_coarse_metrics": 3, "?family=queue_coarse_metrics&vhost=other": 0,
		"?family=vhost_status&family=vhost_status": 1, "?family=exchange_names": 5, "?family=connection_churn_metrics": 7,
	} {
		samples := 0
		for line := range strings.Lines(scrape(t, s, "/metrics/detailed"+query)) {
			if !strings.HasPrefix(line, "#") && !strings.Contains(line, "_info{") {
				samples++
			}
		}
		require.Equal(t, want, samples, query)
	}
}

// Prometheus takes no label twice, and none that is not UTF-8: names that
// clients choose must not keep all numbers from it.
func TestMetricsOfAnyNames(t *testing.T) {
	s := open(t)
	require.NoError(t, s.db.Update(func(tx *amqp.Tx) error {
		for range 2 {
			conn, err := tx.Connect("guest", "/", amqp.Client{Name: "same\xff"})
			require.NoError(t, err)
			_, err = tx.OpenChannel(conn, 1)
			require.NoError(t, err)
		}
		conn, err := tx.Connect("guest", "/", amqp.Client{})
		require.NoError(t, err)
		ch, err := tx.OpenChannel(conn, 1)
		require.NoError(t, err)
		for _, name := range []string{"\xff", "\xfe"} {
			_, err = ch.QueueDeclare(tx, amqp.QueueDeclare{Name: name})
			require.NoError(t, err)
		}
		return nil
	}))
	body := scrape(t, s, "/metrics/per-object")
	require.Contains(t, body, "\nrabbitmq_connection_channels{channel=\"same\uFFFD\"} 2\n")
	require.Contains(t, body, "\nrabbitmq_queue_messages{queue=\"\uFFFD\",vhost=\"/\"} 0\n")
}
