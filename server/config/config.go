// Package config is what the server can be told: flags over environment over
// a file. A setting has one name everywhere: --redis-port is
// TWELVEFOLD_REDIS_PORT in the environment and "redis-port" in the file.
//
//	config.AddFlags(cmd.Flags())
//	...
//	cfg, err := config.Load(cmd.Flags(), os.Environ())
//
// The layers are merged by koanf: it has no global state, and each source is
// a module of its own, so that nothing for etcd or INI is linked in.
package config

import (
	"time"

	"github.com/spf13/pflag"
)

// Usual ports.
const (
	// RedisPort is Redis' own.
	RedisPort = 6379
	// AMQPPort is registered for AMQP.
	AMQPPort = 5672
	// ManagementPort is that of RabbitMQ's management API.
	ManagementPort = 15672
	// HTTPPort of the REST API: no service is registered for it at IANA, it
	// is below the ephemeral ports, and it ends in twelve.
	HTTPPort = 7412
)

// Values of Config.Ports.
const (
	PortsUsual = "usual" // the port of each engine's field, or as its flag says
	PortsAuto  = "auto"  // free ones, picked by the system, but for those that were given
)

// Values of Config.TLSClientAuth: whether a client may come without a
// certificate.
const (
	ClientAuthRequired = "required"
	ClientAuthOptional = "optional"
)

// Values of Config.AMQPCertLoginFrom, by RabbitMQ's words.
const (
	DistinguishedName = "distinguished_name"
	CommonName        = "common_name"
)

// Config is everything that the server can be told.
type Config struct {
	Data      string   `koanf:"data"`       // folder of the durable engines; "" is memory
	Only      []string `koanf:"only"`       // engines to open; empty is all
	Bind      string   `koanf:"bind"`       // host to listen on
	Ports     string   `koanf:"ports"`      // PortsUsual or PortsAuto
	RedisPort int      `koanf:"redis-port"` // 0 is a free one
	AMQPPort  int      `koanf:"amqp-port"`  // 0 is a free one
	HTTPPort  int      `koanf:"http-port"`  // 0 is a free one
	// ManagementPort of RabbitMQ's management API; 0 is a free one.
	ManagementPort int    `koanf:"management-port"`
	ReadyFile      string `koanf:"ready-file"` // written once all accept
	Seed           uint64 `koanf:"seed"`       // of all randomness; 0 is a new one

	RedisPassword string `koanf:"redis-password"`  // "" lets everybody in
	HTTPToken     string `koanf:"http-token"`      // bearer token; "" lets everybody in
	TLSCert       string `koanf:"tls-cert"`        // PEM file
	TLSKey        string `koanf:"tls-key"`         // PEM file
	TLSClientCA   string `koanf:"tls-client-ca"`   // PEM file; "" asks clients for no certificate
	TLSClientAuth string `koanf:"tls-client-auth"` // ClientAuthRequired, as "", or ClientAuthOptional

	MaxConnections int           `koanf:"max-connections"` // per listener
	IdleTimeout    time.Duration `koanf:"idle-timeout"`    // 0 is never
	RequestTimeout time.Duration `koanf:"request-timeout"` // for the rest of a request of which a part has come
	WriteTimeout   time.Duration `koanf:"write-timeout"`   // for a client that reads nothing

	// Limits of the AMQP broker (amqp.Options); 0 of any is the flag's default.
	AMQPMaxMessageSize  int           `koanf:"amqp-max-message-size"` // bytes
	AMQPMemoryLimit     int64         `koanf:"amqp-memory-limit"`     // bytes
	AMQPMemoryAlarm     int64         `koanf:"amqp-memory-alarm"`     // bytes
	AMQPDiskFreeLimit   int64         `koanf:"amqp-disk-free-limit"`  // bytes; negative is never
	AMQPConsumerTimeout time.Duration `koanf:"amqp-consumer-timeout"` // negative is never
	// AMQPCertLoginFrom is what of a client's certificate is its user's name:
	// DistinguishedName or CommonName; with "" nobody logs in by one.
	AMQPCertLoginFrom string `koanf:"amqp-cert-login-from"`

	// What one program of Lox over HTTP may use, and how many run at once; 0
	// of any is the flag's default.
	LoxMaxSteps  int64         `koanf:"lox-max-steps"`
	LoxMaxMemory int           `koanf:"lox-max-memory"` // bytes
	LoxMaxOutput int64         `koanf:"lox-max-output"` // bytes
	LoxTimeout   time.Duration `koanf:"lox-timeout"`
	LoxMaxRuns   int           `koanf:"lox-max-runs"`

	LogLevel string `koanf:"log-level"` // debug, info, warn or error
}

// AddFlags declares a flag for every setting.
func AddFlags(f *pflag.FlagSet) {
	f.String("config", "", "YAML `file` with settings by these flags' names")

	f.String("data", "", "`folder` for the engines that keep files (default: everything in memory)")
	f.StringSlice("only", nil, "open only these `engines`, as in redis,bitcask")
	f.String("bind", "127.0.0.1", "`host` or address to listen on; anything but loopback lets other machines in")
	f.String("ports", PortsUsual, "\"usual\" ports, or with \"auto\" free ones where none was given")
	f.Int("redis-port", RedisPort, "`port` for Redis clients, 0 for a free one")
	f.Int("amqp-port", AMQPPort, "`port` for AMQP clients, 0 for a free one")
	f.Int("management-port", ManagementPort, "`port` for RabbitMQ's management API, 0 for a free one")
	f.Int("http-port", HTTPPort, "`port` for REST and WebSocket, 0 for a free one")
	f.String("ready-file", "", "JSON `file` to write once everything accepts connections")
	f.Uint64("seed", 0, "seed of all randomness; 0 takes a new one")

	f.String("redis-password", "", "`password` that Redis clients must give (better in TWELVEFOLD_REDIS_PASSWORD: others can see flags)")
	f.String("http-token", "", "bearer `token` that HTTP clients must give (better in TWELVEFOLD_HTTP_TOKEN)")
	f.String("tls-cert", "", "certificate `file` in PEM; with --tls-key every listener speaks TLS")
	f.String("tls-key", "", "private key `file` in PEM")
	f.String("tls-client-ca", "", "PEM `file` of the authorities that sign clients' certificates: no others get in")
	f.String("tls-client-auth", ClientAuthRequired, "with --tls-client-ca: \"required\" certificates, or \"optional\" ones, which let in who has none")

	f.Int("max-connections", 15_000, "connections open at once, per listener")
	f.Duration("idle-timeout", 0, "close a connection that sends nothing for so long; 0 is never")
	f.Duration("request-timeout", 10*time.Second, "close a connection that sends a part of a request and then nothing for so long")
	f.Duration("write-timeout", 30*time.Second, "close a connection that takes none of its output for so long")

	f.Int("amqp-max-message-size", 128<<20, "`bytes` that an AMQP message may have, 512 MiB at most (RabbitMQ's max_message_size)")
	f.Int64("amqp-memory-limit", 0, "`bytes` of messages in memory from which on those that are on disk are dropped from it (default 67108864, or half of --amqp-memory-alarm)")
	f.Int64("amqp-memory-alarm", 1<<30, "`bytes` of messages in memory that block publishers (vm_memory_high_watermark.absolute)")
	f.Int64("amqp-disk-free-limit", 50_000_000, "`bytes` that must be free on the disk of --data, else publishers are blocked (disk_free_limit.absolute); -1 is never")
	f.Duration("amqp-consumer-timeout", 30*time.Minute, "close a channel that does not acknowledge a delivery for so long (consumer_timeout); -1s is never")
	f.String("amqp-cert-login-from", "", "let clients log in by their certificates (EXTERNAL): \"distinguished_name\" or \"common_name\" is the user's `name` (ssl_cert_login_from)")

	f.Int64("lox-max-steps", 50_000_000, "calls and leaps back in loops that a Lox program over HTTP may take")
	f.Int("lox-max-memory", 64<<20, "`bytes` that it may hold")
	f.Int64("lox-max-output", 1<<20, "`bytes` that it may print")
	f.Duration("lox-timeout", 10*time.Second, "how long it may run")
	f.Int("lox-max-runs", 8, "Lox programs that run at once; others wait")

	f.String("log-level", "info", "debug, info, warn or error")
}
