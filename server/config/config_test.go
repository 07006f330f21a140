package config_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/twelvefold/twelvefold/server/config"
)

// load reads a configuration from the three layers; file "" is none.
func load(t *testing.T, file string, environ, args []string) (config.Config, error) {
	t.Helper()
	flags := pflag.NewFlagSet("test", pflag.ContinueOnError)
	config.AddFlags(flags)
	if file != "" {
		path := filepath.Join(t.TempDir(), "twelvefold.yaml")
		require.NoError(t, os.WriteFile(path, []byte(file), 0o600))
		args = append([]string{"--config", path}, args...)
	}
	require.NoError(t, flags.Parse(args))
	return config.Load(flags, environ)
}

func TestDefaults(t *testing.T) {
	c, err := load(t, "", nil, nil)
	require.NoError(t, err)
	require.Equal(t, config.Config{
		Only: []string{}, Bind: "127.0.0.1", Ports: config.PortsUsual,
		RedisPort: 6379, AMQPPort: 5672, ManagementPort: 15672, HTTPPort: 7412,
		TLSClientAuth:  config.ClientAuthRequired,
		MaxConnections: 15_000, RequestTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, LogLevel: "info",
		AMQPMaxMessageSize: 128 << 20, AMQPMemoryAlarm: 1 << 30, AMQPDiskFreeLimit: 50_000_000, AMQPConsumerTimeout: 30 * time.Minute,
		LoxMaxSteps: 50_000_000, LoxMaxMemory: 64 << 20, LoxMaxOutput: 1 << 20, LoxTimeout: 10 * time.Second, LoxMaxRuns: 8,
	}, c)
	require.True(t, c.Loopback())
	require.False(t, c.TLS())
}

func TestFlagsOverEnvironmentOverFile(t *testing.T) {
	file := "redis-port: 1001\nhttp-port: 1001\nseed: 1001\nonly: [redis, lru]\nidle-timeout: 5s\n"
	environ := []string{
		"TWELVEFOLD_HTTP_PORT=1002", "TWELVEFOLD_SEED=1002", "TWELVEFOLD_DATA=/tmp/d",
		"TWELVEFOLD_URL=http://outer-run", "HOME=/root",
	}
	c, err := load(t, file, environ, []string{"--seed", "1003", "--only", "redis,bitcask"})
	require.NoError(t, err)
	require.Equal(t, 1001, c.RedisPort, "only the file has it")
	require.Equal(t, 1002, c.HTTPPort, "the environment is over the file")
	require.EqualValues(t, 1003, c.Seed, "the flag is over both")
	require.Equal(t, []string{"redis", "bitcask"}, c.Only)
	require.Equal(t, 5*time.Second, c.IdleTimeout)
	require.Equal(t, "/tmp/d", c.Data)

	c, err = load(t, "", []string{"TWELVEFOLD_ONLY=redis,quant"}, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"redis", "quant"}, c.Only)
}

func TestFileNamedByTheEnvironment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "c.yaml")
	require.NoError(t, os.WriteFile(path, []byte("bind: localhost\n"), 0o600))
	c, err := load(t, "", []string{"TWELVEFOLD_CONFIG=" + path}, nil)
	require.NoError(t, err)
	require.Equal(t, "localhost", c.Bind)
	require.True(t, c.Loopback())
}

func TestFreePortsLeaveThoseThatWereGiven(t *testing.T) {
	for name, tc := range map[string]struct {
		file          string
		environ, args []string
		redis, http   int
	}{
		"none given":     {args: []string{"--ports", "auto"}},
		"by flag":        {args: []string{"--ports", "auto", "--redis-port", "7000"}, redis: 7000},
		"by environment": {environ: []string{"TWELVEFOLD_PORTS=auto", "TWELVEFOLD_HTTP_PORT=7001"}, http: 7001},
		"by file":        {file: "ports: auto\nredis-port: 7002\n", redis: 7002},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := load(t, tc.file, tc.environ, tc.args)
			require.NoError(t, err)
			require.Equal(t, tc.redis, c.RedisPort)
			require.Equal(t, tc.http, c.HTTPPort)
		})
	}
}

func TestWhatMakesNoSenseIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		file          string
		environ, args []string
		want          string
	}{
		"port":              {args: []string{"--redis-port", "65536"}, want: "--redis-port: 65536 is no port"},
		"ports":             {environ: []string{"TWELVEFOLD_PORTS=free"}, want: `--ports: "free" is neither "usual" nor "auto"`},
		"bind":              {args: []string{"--bind", ""}, want: "--bind: an empty host"},
		"half of TLS":       {args: []string{"--tls-cert", "c.pem"}, want: "--tls-key"},
		"clients of no TLS": {args: []string{"--tls-client-ca", "ca.pem"}, want: "--tls-client-ca: needs --tls-cert and --tls-key"},
		"client auth":       {environ: []string{"TWELVEFOLD_TLS_CLIENT_AUTH=no"}, want: `--tls-client-auth: "no" is neither "required" nor "optional"`},
		"no such part":      {args: []string{"--amqp-cert-login-from", "email"}, want: `--amqp-cert-login-from: "email" is neither "distinguished_name" nor "common_name"`},
		"anybody's word":    {args: []string{"--amqp-cert-login-from", "common_name"}, want: "--amqp-cert-login-from: needs --tls-client-ca"},
		"no connections":    {args: []string{"--max-connections", "0"}, want: "--max-connections: must be at least 1"},
		"negative timeout":  {args: []string{"--idle-timeout", "-1s"}, want: "--idle-timeout: must not be negative"},
		"no write timeout":  {args: []string{"--write-timeout", "0s"}, want: "--write-timeout: must be positive"},
		"no limit":          {args: []string{"--lox-max-steps", "-1"}, want: "--lox-max-steps: must not be negative"},
		"large messages":    {args: []string{"--amqp-max-message-size", "536870913"}, want: "--amqp-max-message-size: must be at most 536870912"},
		"no memory":         {environ: []string{"TWELVEFOLD_AMQP_MEMORY_ALARM=-1"}, want: "--amqp-memory-alarm: must not be negative"},
		"negative paging":   {file: "amqp-memory-limit: -1\n", want: "--amqp-memory-limit: must not be negative"},
		"not a size":        {file: "amqp-disk-free-limit: 1GB\n", want: "amqp-disk-free-limit"},
		"not a number":      {environ: []string{"TWELVEFOLD_REDIS_PORT=many"}, want: "redis-port"},
		"unknown in file":   {file: "redis_port: 1\n", want: `there is no setting "redis_port"`},
		"not YAML":          {file: "a: [\n", want: "config: "},
		"no such file":      {args: []string{"--config", "/no/such/file"}, want: "/no/such/file"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, tc.file, tc.environ, tc.args)
			require.ErrorContains(t, err, tc.want)
		})
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.8.8.8": true, "::1": true, "localhost": true,
		"0.0.0.0": false, "::": false, "192.0.2.1": false, "example.com": false,
	} {
		require.Equal(t, want, config.Config{Bind: host}.Loopback(), host)
	}
}
