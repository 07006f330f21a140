// Package mq is `twelvefold mq`: what an operator does with the queues of a
// broker, of a running server (--url) or of a folder that no server has open
// (--data).
//
//	twelvefold mq list
//	twelvefold mq peek dead --count 5
//	twelvefold mq return dead          says what it would do
//	twelvefold mq return dead --yes    does it
//
// All of it is operations of core/amqp/command.
package mq

import (
	"github.com/spf13/cobra"
)

// flags are those that every subcommand has.
type flags struct {
	data, url, token, cert, key, user, vhost string
}

// New makes the command.
func New() *cobra.Command {
	f := &flags{}
	c := &cobra.Command{
		Use:   "mq",
		Short: "Look at queues and their messages, and mend them",
		Long: "Work on the queues of a running server (--url), or of the folder of one that\n" +
			"is not running (--data). What changes messages shows first what it would do,\n" +
			"and does it with --yes.",
	}
	p := c.PersistentFlags()
	p.StringVar(&f.data, "data", "", "`folder` of the server (its --data), which must not be running")
	p.StringVar(&f.url, "url", "http://127.0.0.1:7412", "`URL` of a running server's HTTP listener")
	p.StringVar(&f.token, "token", "", "bearer `token` of that server")
	p.StringVar(&f.cert, "cert", "", "PEM `file` of the certificate to show, where that server wants one")
	p.StringVar(&f.key, "key", "", "PEM `file` of its private key")
	p.StringVar(&f.user, "user", "guest", "`user` whose permissions count")
	p.StringVar(&f.vhost, "vhost", "/", "virtual `host`")
	c.AddCommand(newList(f), newPeek(f), newPublish(f), newMove(f), newReturn(f), newPurge(f),
		newExplain(f), newVerify(f), newCompact(f))
	return c
}
