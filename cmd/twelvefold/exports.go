package main

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/twelvefold/twelvefold/server"
	"github.com/twelvefold/twelvefold/server/config"
)

// export is an environment variable that tells a command where an engine is.
type export struct {
	Engine string
	Name   string
	Value  func(target) string
}

// target is what an export is made of.
type target struct {
	server.Listener
	host, port string
	cfg        config.Config
}

// exportTable lists all of them: a new engine adds its own here, by the names
// that its field's programs look for.
var exportTable = []export{
	{"redis", "REDIS_URL", redisURL},
	{"redis", "REDIS_HOST", func(t target) string { return t.host }},
	{"redis", "REDIS_PORT", func(t target) string { return t.port }},
	{"redis", "REDIS_PASSWORD", func(t target) string { return t.cfg.RedisPassword }},
	{"amqp", "AMQP_URL", amqpURL},
	{"amqp", "RABBITMQ_URL", amqpURL},
	{"management", "RABBITMQ_MANAGEMENT_URL", listenerURL},
	{"lru", "LRU_URL", listenerURL},
	{"bitcask", "BITCASK_URL", listenerURL},
	{"lox", "LOX_URL", listenerURL},
	{"quant", "QUANT_URL", listenerURL},
	{"http", "TWELVEFOLD_URL", listenerURL},
	{"http", "TWELVEFOLD_TOKEN", func(t target) string { return t.cfg.HTTPToken }},
}

func listenerURL(t target) string { return t.URL }

// amqpURL carries the account that a new broker has: clients do not guess it.
func amqpURL(t target) string {
	u, err := url.Parse(t.URL)
	if err != nil {
		return t.URL
	}
	u.User, u.Path = url.UserPassword("guest", "guest"), "/"
	return u.String()
}

// redisURL carries the password, as the URL is all that most programs read. The
// user has to be named: redis-cli takes an empty one for a user without a name.
func redisURL(t target) string {
	u, err := url.Parse(t.URL)
	if err != nil || t.cfg.RedisPassword == "" {
		return t.URL
	}
	u.User = url.UserPassword("default", t.cfg.RedisPassword)
	return u.String()
}

// exports gives the variables of the engines that are open, as NAME=value;
// those that would be empty are left out.
func exports(listeners []server.Listener, cfg config.Config) (vars []string) {
	for _, l := range listeners {
		host, port, _ := net.SplitHostPort(l.Addr)
		for _, e := range exportTable {
			if e.Engine != l.Engine {
				continue
			}
			if value := e.Value(target{l, host, port, cfg}); value != "" {
				vars = append(vars, e.Name+"="+value)
			}
		}
	}
	return vars
}

// exportsHelp lists the variables for the command's help.
func exportsHelp() string {
	var help strings.Builder
	last := ""
	for _, e := range exportTable {
		if e.Engine != last {
			if last != "" {
				help.WriteByte('\n')
			}
			fmt.Fprintf(&help, "  %-8s", e.Engine)
			last = e.Engine
		}
		help.WriteByte(' ')
		help.WriteString(e.Name)
	}
	help.WriteByte('\n')
	return help.String()
}
