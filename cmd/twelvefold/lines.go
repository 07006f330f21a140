package main

import (
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/twelvefold/twelvefold/server"
	"github.com/twelvefold/twelvefold/server/config"
)

// clientLine is a command that a user can paste to try a listener. In Line,
// {url}, {addr}, {host} and {port} are the listener's.
type clientLine struct {
	Client string
	Line   string
}

// clientLines has the lines of each listener: a new engine adds its own here.
var clientLines = map[string][]clientLine{
	"redis": {
		{"redis-cli", `redis-cli -u {url} SET greeting hello`},
		{"redis-py", `python3 -c "import redis; print(redis.Redis.from_url('{url}').get('greeting'))"`},
		{"ioredis", `node -e "const r = new (require('ioredis'))('{url}'); r.get('greeting').then(console.log).finally(() => r.quit())"`},
		{"go-redis", `go run ./tests/clients/goredis {url}`},
	},
	"amqp": {
		{"pika", `python3 -c "import pika; c = pika.BlockingConnection(pika.URLParameters('{url}')); ch = c.channel(); ch.queue_declare('greetings'); ch.basic_publish('', 'greetings', b'hello'); print(ch.basic_get('greetings', auto_ack=True)[2].decode())"`},
		{"amqplib", `node -e "require('amqplib').connect('{url}').then(async c => { const ch = await c.createChannel(); await ch.assertQueue('jobs'); ch.sendToQueue('jobs', Buffer.from('hello')); console.log((await ch.get('jobs', { noAck: true })).content.toString()); await c.close() })"`},
		{"amqp091-go", `go run ./tests/clients/amqp091 {url}`},
	},
	"http": {
		{"curl", `curl -sS {url}/v1/engines`},
		{"Python", `python3 -c "import urllib.request as u; print(u.urlopen('{url}/v1/engines').read().decode())"`},
		{"Node", `node -e "fetch('{url}/v1/engines').then(r => r.json()).then(console.log)"`},
	},
}

// linePrompt stands before each client line. tools/run.sh finds the lines by
// it.
const linePrompt = "    $ "

// printListeners tells what listens where, and how to talk to it.
func printListeners(w io.Writer, listeners []server.Listener, cfg config.Config) {
	var out strings.Builder
	for _, l := range listeners {
		kept := "in memory"
		if l.Durable {
			kept = "in " + cfg.Data
		}
		switch l.Engine {
		case "http":
			kept = "REST and WebSocket"
		case "management":
			kept = "RabbitMQ's management API, and its metrics"
		}
		fmt.Fprintf(&out, "%-10s %s  (%s)\n", l.Engine, l.URL, kept)
	}
	for _, l := range listeners {
		for _, c := range clientLines[l.Engine] {
			fmt.Fprintf(&out, "\n  %s\n%s%s\n", c.Client, linePrompt, fillLine(c.Line, l))
		}
	}
	if cfg.RedisPassword != "" {
		out.WriteString("\n  Redis clients must give the password: redis-cli by REDISCLI_AUTH, a URL as redis://:PASSWORD@host:port\n")
	}
	if cfg.HTTPToken != "" {
		out.WriteString("\n  HTTP clients must give the token: curl by -H 'Authorization: Bearer TOKEN'\n")
	}
	if cfg.TLSCert != "" {
		out.WriteString("\n  Clients must trust the certificate: curl and redis-cli by --cacert FILE, Go and Python by SSL_CERT_FILE, Node by NODE_EXTRA_CA_CERTS\n")
	}
	if cfg.TLSClientCA != "" && cfg.TLSClientAuth != config.ClientAuthOptional {
		out.WriteString("\n  Clients must show a certificate: curl, redis-cli and twelvefold mq by --cert FILE --key FILE\n")
	}
	_, _ = io.WriteString(w, out.String())
}

// printPlayground tells where a browser finds the page, if there is one.
func printPlayground(w io.Writer, url string) {
	if url != "" {
		_, _ = fmt.Fprintf(w, "\nThe Lox playground, for a browser: %s\n", url)
	}
}

func fillLine(line string, l server.Listener) string {
	host, port, _ := net.SplitHostPort(l.Addr)
	return strings.NewReplacer("{url}", l.URL, "{addr}", l.Addr, "{host}", host, "{port}", port).Replace(line)
}
