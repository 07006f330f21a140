package server

import (
	"crypto/x509"

	"github.com/twelvefold/twelvefold"
	"github.com/twelvefold/twelvefold/server/amqp"
	"github.com/twelvefold/twelvefold/server/config"
	"github.com/twelvefold/twelvefold/server/redis"
)

// protocol is something that listens.
type protocol struct {
	name    string // the engine's word; the name of its listener
	flag    string // that sets its port
	port    func(config.Config) int
	scheme  func(config.Config) string     // of its URL
	wanted  func(*twelvefold.Box) bool     // whether the box has its engine; nil is always
	service func(*Server) (service, error) // what serves it
}

const httpName = "http"

// protocols is all that listens: a new protocol is an entry here, and its port
// a setting in the package config.
var protocols = []protocol{
	{
		name:    "redis",
		flag:    "redis-port",
		port:    func(c config.Config) int { return c.RedisPort },
		scheme:  func(c config.Config) string { return secure(c, "redis", "rediss") },
		wanted:  func(b *twelvefold.Box) bool { return b.Redis != nil },
		service: newRedis,
	},
	{
		name:    "amqp",
		flag:    "amqp-port",
		port:    func(c config.Config) int { return c.AMQPPort },
		scheme:  func(c config.Config) string { return secure(c, "amqp", "amqps") },
		wanted:  func(b *twelvefold.Box) bool { return b.AMQP != nil },
		service: newAMQP,
	},
	{
		name:    managementName,
		flag:    "management-port",
		port:    func(c config.Config) int { return c.ManagementPort },
		scheme:  func(c config.Config) string { return secure(c, "http", "https") },
		wanted:  func(b *twelvefold.Box) bool { return b.AMQP != nil },
		service: newManagement,
	},
	{
		name:    httpName,
		flag:    "http-port",
		port:    func(c config.Config) int { return c.HTTPPort },
		scheme:  func(c config.Config) string { return secure(c, "http", "https") },
		service: newHTTP,
	},
}

func newAMQP(s *Server) (service, error) {
	cert, err := tlsConfig(s.cfg)
	if err != nil {
		return nil, err
	}
	return amqp.NewService(s.box.AMQP, amqp.Options{
		Now:          s.box.World.Now,
		Log:          s.box.World.Log,
		MaxConns:     s.cfg.MaxConnections,
		IdleTimeout:  s.cfg.IdleTimeout,
		WriteTimeout: s.cfg.WriteTimeout,
		TLS:          cert,
		UserOf:       userOf[s.cfg.AMQPCertLoginFrom],
		Version:      twelvefold.Version,
	}), nil
}

// userOf says what of a client's certificate is its user's name
// (ssl_cert_login_from).
var userOf = map[string]func(*x509.Certificate) string{
	config.DistinguishedName: amqp.DistinguishedName,
	config.CommonName:        amqp.CommonName,
}

func newRedis(s *Server) (service, error) {
	cert, err := tlsConfig(s.cfg)
	if err != nil {
		return nil, err
	}
	return redis.NewLoop(s.clients, redis.Options{
		Now:          s.box.World.Now,
		Log:          s.box.World.Log,
		MaxConns:     s.cfg.MaxConnections,
		IdleTimeout:  s.cfg.IdleTimeout,
		WriteTimeout: s.cfg.WriteTimeout,
		TLS:          cert,
	}), nil
}
