package config

import (
	"errors"
	"fmt"
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// problems are what makes no sense in a configuration.
type problems []error

func (p *problems) wrong(flag, format string, args ...any) {
	*p = append(*p, fmt.Errorf("config: --%s: %s", flag, fmt.Sprintf(format, args...)))
}

// Validate tells what makes no sense, all of it at once.
func (c Config) Validate() error {
	var p problems
	c.validateListeners(&p)
	c.validateTLS(&p)
	c.validateTimes(&p)
	c.validateAMQP(&p)
	for flag, limit := range map[string]int64{
		"lox-max-steps": c.LoxMaxSteps, "lox-max-memory": int64(c.LoxMaxMemory), "lox-max-output": c.LoxMaxOutput,
		"lox-timeout": int64(c.LoxTimeout), "lox-max-runs": int64(c.LoxMaxRuns),
	} {
		if limit < 0 {
			p.wrong(flag, "must not be negative: there is always a limit, as whoever reaches the server can run programs")
		}
	}
	return errors.Join(p...)
}

func (c Config) validateListeners(p *problems) {
	if c.Bind == "" {
		p.wrong("bind", "an empty host; 0.0.0.0 is every IPv4 address")
	}
	if !slices.Contains([]string{PortsUsual, PortsAuto}, c.Ports) {
		p.wrong("ports", "%q is neither %q nor %q", c.Ports, PortsUsual, PortsAuto)
	}
	for flag, port := range c.ports() {
		if *port < 0 || *port > 65535 {
			p.wrong(flag, "%d is no port", *port)
		}
	}
	if c.MaxConnections < 1 {
		p.wrong("max-connections", "must be at least 1")
	}
}

func (c Config) validateTLS(p *problems) {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		p.wrong("tls-cert", "certificate and key (--tls-key) go together")
	}
	if c.TLSClientCA != "" && !c.TLS() {
		p.wrong("tls-client-ca", "needs --tls-cert and --tls-key: only TLS has certificates of clients")
	}
	if !slices.Contains([]string{"", ClientAuthRequired, ClientAuthOptional}, c.TLSClientAuth) {
		p.wrong("tls-client-auth", "%q is neither %q nor %q", c.TLSClientAuth, ClientAuthRequired, ClientAuthOptional)
	}
}

func (c Config) validateTimes(p *problems) {
	if c.IdleTimeout < 0 {
		p.wrong("idle-timeout", "must not be negative")
	}
	if c.RequestTimeout <= 0 {
		p.wrong("request-timeout", "must be positive")
	}
	if c.WriteTimeout <= 0 {
		p.wrong("write-timeout", "must be positive")
	}
}

func (c Config) validateAMQP(p *problems) {
	if c.AMQPMaxMessageSize > amqp.MaxMessageSizeLimit {
		p.wrong("amqp-max-message-size", "must be at most %d", amqp.MaxMessageSizeLimit)
	}
	for flag, limit := range map[string]int64{
		"amqp-max-message-size": int64(c.AMQPMaxMessageSize), "amqp-memory-limit": c.AMQPMemoryLimit,
		"amqp-memory-alarm": c.AMQPMemoryAlarm,
	} {
		if limit < 0 {
			p.wrong(flag, "must not be negative: a broker without the limit would end with the machine's memory")
		}
	}
	if !slices.Contains([]string{"", DistinguishedName, CommonName}, c.AMQPCertLoginFrom) {
		p.wrong("amqp-cert-login-from", "%q is neither %q nor %q", c.AMQPCertLoginFrom, DistinguishedName, CommonName)
	}
	if c.AMQPCertLoginFrom != "" && c.TLSClientCA == "" {
		p.wrong("amqp-cert-login-from", "needs --tls-client-ca: only certificates that it has signed tell who a client is")
	}
}
