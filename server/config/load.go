package config

import (
	"fmt"
	"net"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/posflag"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"
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
