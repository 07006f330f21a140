package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// figures of a run in which we hold some bars and miss others.
func figures() table {
	row := func(section, task, metric string, unit Unit, who string, value float64) Row {
		return Row{section, task, metric, unit, who, value}
	}
	hundred := windowTask(100)
	return table{
		row("confirms", hundred, throughput, perSecond, whoLoop, 200_000),
		row("confirms", hundred, throughput, perSecond, whoNull, 100_000),
		row("confirms", hundred, clientCPU, cores, whoNull, 1),
		row("confirms", hundred, throughput, perSecond, whoRabbit, 10_000),
		row("confirms", hundred, p99, seconds, whoRabbit, 0.02),
		row("confirms", hundred, throughput, perSecond, whoOurs, 90_000),
		row("confirms", hundred, p99, seconds, whoOurs, 0.04),
		row("start", "start", "memory, idle", bytes, whoRabbit, 150<<20),
		row("start", "start", "memory, idle", bytes, whoOurs, 100<<20),
	}
}

// TestVerdicts: more is better of rates, less of times and bytes.
func TestVerdicts(t *testing.T) {
	var lines []string
	for _, v := range append(verdicts(figures()), aims(figures())...) {
		lines = append(lines, v.String())
	}
	require.Equal(t, []string{
		"PASSED  at least 8 times RabbitMQ, publish, window 100: 90,000/s to 10,000/s, 9.0 times; the lower limit, null broker, is 10.0 times",
		"PASSED  below RabbitMQ nowhere: 1 of 1 figures",
		"MISSED  p99 not above RabbitMQ's: 0 of 1 figures; not publish, window 100, p99: 40.00 ms to 20.00 ms (0.50)",
		"MISSED  memory below half of RabbitMQ's: 0 of 1 figures; not start, memory, idle: 100.0 MiB to 150.0 MiB (1.50)",
		"PASSED  within 2 times of the lower limit, publish, window 100: 90,000/s, 100,000/s with null broker: a message takes 1.11 times as long",
	}, lines)
}

// A bar is held against what the client reaches with a broker that does
// nothing: one that is higher still says so.
func TestABarAboveTheLimit(t *testing.T) {
	slow := figures()
	for i, r := range slow {
		if r.Who == whoRabbit && r.Metric == throughput {
			slow[i].Value = 20_000
		}
	}
	require.Equal(t, "MISSED  at least 8 times RabbitMQ, publish, window 100: 90,000/s to 20,000/s, 4.5 times; "+
		"the lower limit, null broker, is 5.0 times: the bar lies above the limit",
		verdicts(slow)[0].String())
}

// TestReport writes the whole report of the figures, plots included.
func TestReport(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, write(dir, Result{Rows: figures()}))
	text := string(must(readFile(dir, "amqp.md")))
	require.Contains(t, text, "| publish, window 100 | throughput | 90,000/s | 10,000/s | 9 | 100,000/s (the client's limit) | 200,000/s |")
	require.Contains(t, text, "- publish, window 100, p99: 40.00 ms, RabbitMQ 20.00 ms.")
	for _, plot := range []string{"amqp-ratios.png", "amqp-rates.png", "amqp-memory.png"} {
		require.Contains(t, text, plot)
		require.NotEmpty(t, must(readFile(dir, plot)))
	}
	require.NotContains(t, text, "amqp-latency.png", "nothing of it was measured")
	require.False(t, strings.Contains(text, "QUICK"))
}
