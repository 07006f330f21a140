package rabbitmq

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/tests/ports"
)

// doors are all that one server listens on, on loopback.
type doors struct {
	amqp, amqps, management int
	prometheus              int
	epmd, distribution      int // Erlang's own
}

// pick fills the ports that were not asked for with free ones.
func (p *doors) pick() error {
	all := []*int{&p.amqp, &p.amqps, &p.management, &p.prometheus, &p.epmd, &p.distribution}
	found, err := ports.Free(len(all))
	for i, port := range found {
		*all[i] = cmp.Or(*all[i], port)
	}
	return err
}

// config is rabbitmq.conf. The disk alarm is set low, since a test machine may
// be nearly full, and the memory alarm is the default, 0.4 of the machine's.
func config(o Options, p doors) string {
	lines := []string{
		"listeners.tcp.1 = 127.0.0.1:" + strconv.Itoa(p.amqp),
		"disk_free_limit.absolute = 64MB",
		"vm_memory_high_watermark.relative = 0.4",
		"log.file.level = info",
	}
	if !o.WithoutManagement {
		lines = append(lines,
			"management.tcp.ip = 127.0.0.1",
			"management.tcp.port = "+strconv.Itoa(p.management),
			"management_agent.disable_metrics_collector = false",
			// What the management API tells of connections and queues is at
			// most a second old then; the default is five.
			"collect_statistics_interval = 1000")
	}
	if o.Prometheus {
		lines = append(lines, "prometheus.tcp.ip = 127.0.0.1", "prometheus.tcp.port = "+strconv.Itoa(p.prometheus))
	}
	if o.TLSCert != "" {
		lines = append(lines,
			"listeners.ssl.1 = 127.0.0.1:"+strconv.Itoa(p.amqps),
			"ssl_options.certfile = "+o.TLSCert,
			"ssl_options.keyfile = "+o.TLSKey,
			"ssl_options.verify = verify_none",
			"ssl_options.fail_if_no_peer_cert = false")
	}
	return strings.Join(append(lines, o.Config...), "\n") + "\n"
}

// environment writes the configuration below dir and gives all variables that
// the server's script is to see. See "File and Directory Locations" in
// RabbitMQ's documentation. The caller's own RABBITMQ_ and ERL_ variables are
// not passed on.
func environment(dir string, o Options, p doors) ([]string, error) {
	conf, plugins := filepath.Join(dir, "rabbitmq.conf"), filepath.Join(dir, "enabled_plugins")
	if err := os.WriteFile(conf, []byte(config(o, p)), 0o600); err != nil {
		return nil, err
	}
	var enabled []string
	if !o.WithoutManagement {
		enabled = append(enabled, "rabbitmq_management")
	}
	if o.Prometheus {
		enabled = append(enabled, "rabbitmq_prometheus")
	}
	if err := os.WriteFile(plugins, []byte("["+strings.Join(enabled, ",")+"].\n"), 0o600); err != nil {
		return nil, err
	}
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"LANG=C.UTF-8",
		"HOME=" + dir, // holds the Erlang cookie
		"RABBITMQ_NODENAME=rabbit@localhost",
		"RABBITMQ_CONF_ENV_FILE=" + os.DevNull,
		"RABBITMQ_CONFIG_FILE=" + conf,
		"RABBITMQ_ADVANCED_CONFIG_FILE=" + filepath.Join(dir, "advanced.config"),
		"RABBITMQ_ENABLED_PLUGINS_FILE=" + plugins,
		"RABBITMQ_MNESIA_BASE=" + filepath.Join(dir, "mnesia"),
		"RABBITMQ_LOG_BASE=" + filepath.Join(dir, "log"),
		"RABBITMQ_GENERATED_CONFIG_DIR=" + filepath.Join(dir, "generated"),
		"RABBITMQ_PID_FILE=" + filepath.Join(dir, "pid"),
		"RABBITMQ_DIST_PORT=" + strconv.Itoa(p.distribution),
		// Makes the script become the Erlang machine instead of starting it
		// as a child: our child's process id is the server's then.
		"RABBITMQ_ALLOW_INPUT=true",
		"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-noinput -kernel inet_dist_use_interface {127,0,0,1}",
		"ERL_EPMD_PORT=" + strconv.Itoa(p.epmd),
		"ERL_EPMD_ADDRESS=127.0.0.1",
		"ERL_CRASH_DUMP_SECONDS=0",
	}, nil
}

// lastLines is the end of the server's log, to say why it did not start.
func lastLines(dir string, n int) string {
	text, err := os.ReadFile(filepath.Join(dir, "log", "rabbit@localhost.log"))
	if err != nil {
		return fmt.Sprintf("(no log: %v)", err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
