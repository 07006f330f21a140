package config

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/posflag"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// EnvPrefix begins the name of every setting in the environment.
const EnvPrefix = "TWELVEFOLD_"

// Load merges the flags (those of AddFlags, parsed) over environ (as from
// os.Environ) over the file that --config names, and checks the result.
// A variable with the prefix that names no setting is passed over, because
// `twelvefold run` exports such; an unknown name in the file is an error.
func Load(flags *pflag.FlagSet, environ []string) (Config, error) {
	known := func(key string) bool { return flags.Lookup(key) != nil }
	fromEnv := koanf.New(".")
	if err := fromEnv.Load(envProvider(environ, flags), nil); err != nil {
		return Config{}, fmt.Errorf("config: environment: %w", err)
	}

	all := koanf.New(".")
	path := fromEnv.String("config")
	if f := flags.Lookup("config"); f != nil && f.Changed {
		path = f.Value.String()
	}
	if path != "" {
		if err := loadFile(all, path, known); err != nil {
			return Config{}, err
		}
	}
	if err := all.Merge(fromEnv); err != nil {
		return Config{}, fmt.Errorf("config: %w", err)
	}
	given := all.Copy() // what was set on purpose, but for flags
	// With all as its third argument the provider lets a flag's default stand
	// back behind what is set already, and puts a given flag over it.
	if err := all.Load(posflag.Provider(flags, ".", all), nil); err != nil {
		return Config{}, fmt.Errorf("config: flags: %w", err)
	}
	var c Config
	if err := all.Unmarshal("", &c); err != nil {
		return Config{}, fmt.Errorf("config: %w", err)
	}
	if c.Ports == PortsAuto {
		c.freePorts(func(flag string) bool { return given.Exists(flag) || flags.Changed(flag) })
	}
	return c, c.Validate()
}

// freePorts takes a free port for everything whose own was not given.
func (c *Config) freePorts(given func(flag string) bool) {
	for flag, port := range c.ports() {
		if !given(flag) {
			*port = 0
		}
	}
}

// ports gives the settings that are ports, by their flags.
func (c *Config) ports() map[string]*int {
	return map[string]*int{
		"redis-port": &c.RedisPort, "amqp-port": &c.AMQPPort, "management-port": &c.ManagementPort,
		"http-port": &c.HTTPPort,
	}
}

func envProvider(environ []string, flags *pflag.FlagSet) *env.Env {
	return env.Provider(".", env.Opt{
		Prefix:      EnvPrefix,
		EnvironFunc: func() []string { return environ },
		TransformFunc: func(name, value string) (string, any) {
			key := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, EnvPrefix)), "_", "-")
			switch f := flags.Lookup(key); {
			case f == nil:
				return "", nil
			case f.Value.Type() == "stringSlice":
				return key, strings.Split(value, ",")
			}
			return key, value
		},
	})
}

func loadFile(k *koanf.Koanf, path string, known func(string) bool) error {
	if err := k.Load(file.Provider(path), yaml.Parser()); err != nil {
		return fmt.Errorf("config: %s: %w", path, err)
	}
	for _, key := range k.Keys() {
		if !known(key) || key == "config" {
			return fmt.Errorf("config: %s: there is no setting %q", path, key)
		}
	}
	return nil
}

// Validate tells what makes no sense, all of it at once.
func (c Config) Validate() error {
	var errs []error
	wrong := func(flag, format string, args ...any) {
		errs = append(errs, fmt.Errorf("config: --%s: %s", flag, fmt.Sprintf(format, args...)))
	}
	if c.Bind == "" {
		wrong("bind", "an empty host; 0.0.0.0 is every IPv4 address")
	}
	if !slices.Contains([]string{PortsUsual, PortsAuto}, c.Ports) {
		wrong("ports", "%q is neither %q nor %q", c.Ports, PortsUsual, PortsAuto)
	}
	for flag, port := range c.ports() {
		if *port < 0 || *port > 65535 {
			wrong(flag, "%d is no port", *port)
		}
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		wrong("tls-cert", "certificate and key (--tls-key) go together")
	}
	if c.TLSClientCA != "" && !c.TLS() {
		wrong("tls-client-ca", "needs --tls-cert and --tls-key: only TLS has certificates of clients")
	}
	if !slices.Contains([]string{"", ClientAuthRequired, ClientAuthOptional}, c.TLSClientAuth) {
		wrong("tls-client-auth", "%q is neither %q nor %q", c.TLSClientAuth, ClientAuthRequired, ClientAuthOptional)
	}
	if !slices.Contains([]string{"", DistinguishedName, CommonName}, c.AMQPCertLoginFrom) {
		wrong("amqp-cert-login-from", "%q is neither %q nor %q", c.AMQPCertLoginFrom, DistinguishedName, CommonName)
	}
	if c.AMQPCertLoginFrom != "" && c.TLSClientCA == "" {
		wrong("amqp-cert-login-from", "needs --tls-client-ca: only certificates that it has signed tell who a client is")
	}
	if c.MaxConnections < 1 {
		wrong("max-connections", "must be at least 1")
	}
	if c.IdleTimeout < 0 {
		wrong("idle-timeout", "must not be negative")
	}
	if c.RequestTimeout <= 0 {
		wrong("request-timeout", "must be positive")
	}
	if c.WriteTimeout <= 0 {
		wrong("write-timeout", "must be positive")
	}
	if c.AMQPMaxMessageSize > amqp.MaxMessageSizeLimit {
		wrong("amqp-max-message-size", "must be at most %d", amqp.MaxMessageSizeLimit)
	}
	for flag, limit := range map[string]int64{
		"amqp-max-message-size": int64(c.AMQPMaxMessageSize), "amqp-memory-limit": c.AMQPMemoryLimit,
		"amqp-memory-alarm": c.AMQPMemoryAlarm,
	} {
		if limit < 0 {
			wrong(flag, "must not be negative: a broker without the limit would end with the machine's memory")
		}
	}
	for flag, limit := range map[string]int64{
		"lox-max-steps": c.LoxMaxSteps, "lox-max-memory": int64(c.LoxMaxMemory), "lox-max-output": c.LoxMaxOutput,
		"lox-timeout": int64(c.LoxTimeout), "lox-max-runs": int64(c.LoxMaxRuns),
	} {
		if limit < 0 {
			wrong(flag, "must not be negative: there is always a limit, as whoever reaches the server can run programs")
		}
	}
	return errors.Join(errs...)
}

// Loopback tells whether only this machine can reach the listeners.
func (c Config) Loopback() bool {
	if c.Bind == "localhost" {
		return true
	}
	ip := net.ParseIP(c.Bind)
	return ip != nil && ip.IsLoopback()
}

// TLS tells whether the listeners speak TLS.
func (c Config) TLS() bool { return c.TLSCert != "" }
