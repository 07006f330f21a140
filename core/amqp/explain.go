package amqp

import (
	"slices"
	"strconv"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// Explanation tells which queues a message would reach, and why, or why not.
type Explanation struct {
	Exchanges []Consulted // in the order in which they are asked
	Queues    []string    // that it reaches, in the order in which it does
	Full      []string    // of these, those that would refuse it: x-overflow
}

// Consulted is an exchange that the message comes to.
type Consulted struct {
	Name, Type string
	Keys       []string // the routing key, and those of CC and BCC
	Delay      int64    // milliseconds that it holds the message back first
	Matched    []Judged
	Missed     []Judged
	Alternate  string     // where it goes on because nothing matched
	bindings   []*binding // those that matched
}

// Judged is a binding with what the exchange makes of it.
type Judged struct {
	Destination string
	ToExchange  bool
	Key         string // of the binding
	Why         string
}

// Explain tells how a message would be routed, without publishing it.
//
// Errors: those of Publish.
func (ch *Channel) Explain(tx *Tx, p Publish) (*Explanation, error) {
	if err := ch.enter("broker.explain", string(p.Exchange)); err != nil {
		return nil, err
	}
	if err := ch.CheckPublish(tx, &p); err != nil {
		return nil, err
	}
	m, err := ch.message(tx, &p)
	if err != nil {
		return nil, err
	}
	x := ch.conn.vhost.exchanges[m.Exchange]
	e := &Explanation{}
	w := newWalk(tx.db, m)
	w.trace = func(s step) { e.note(s, w) }
	w.exchange(x)
	for _, q := range w.queues {
		e.Queues = append(e.Queues, q.name)
		if !q.open(m) {
			e.Full = append(e.Full, q.name)
		}
	}
	for i := range e.Exchanges {
		e.addMissed(&e.Exchanges[i], x.vhost, w.messages)
	}
	return e, nil
}

// note takes one decision of a walk.
func (e *Explanation) note(s step, w *walk) {
	i := slices.IndexFunc(e.Exchanges, func(c Consulted) bool { return c.Name == s.exchange.name })
	if i < 0 {
		i = len(e.Exchanges)
		c := Consulted{Name: s.exchange.name, Type: s.exchange.kind, Delay: s.exchange.delayOf(w.messages[0])}
		for _, m := range w.messages {
			c.Keys = append(c.Keys, m.Key)
		}
		e.Exchanges = append(e.Exchanges, c)
	}
	c := &e.Exchanges[i]
	switch {
	case s.alternate != "":
		c.Alternate = s.alternate
	case s.binding != nil:
		c.bindings = append(c.bindings, s.binding)
		c.Matched = append(c.Matched, s.binding.judged("it matches "+quoted(s.key)))
	case s.queue != nil:
		c.Matched = append(c.Matched, Judged{Destination: s.queue.name, Key: s.key, Why: "the default exchange knows every queue by its name"})
	}
}

func (b *binding) judged(why string) Judged {
	return Judged{Destination: b.destination(), ToExchange: b.target != nil, Key: b.key, Why: why}
}

// addMissed tells of the bindings that did not match.
func (e *Explanation) addMissed(c *Consulted, vh *vhost, messages []*Message) {
	x := vh.exchanges[c.Name]
	if x.name == "" {
		for _, key := range c.Keys {
			if vh.queues[key] == nil {
				c.Missed = append(c.Missed, Judged{Destination: key, Key: key, Why: "there is no queue of that name"})
			}
		}
		return
	}
	for _, b := range x.bindings {
		if !slices.Contains(c.bindings, b) {
			c.Missed = append(c.Missed, b.judged(x.whyNot(b, messages[0])))
		}
	}
}

// whyNot is why a binding does not match, in a sentence.
func (x *exchange) whyNot(b *binding, m *Message) string {
	switch x.router.(type) {
	case *headersRouter:
		return whyNotHeaders(b.args, m.Headers())
	case *topicRouter:
		return whyNotTopic(b.key, m.Key)
	}
	return "the routing key is another"
}

// whyNotTopic finds the first word that a pattern misses. Behind a # words have
// no place, and it says only that.
func whyNotTopic(pattern, key string) string {
	want, have := slices.Collect(words(pattern)), slices.Collect(words(key))
	for i, w := range want {
		switch {
		case w == "#":
			return "no words for # make it match"
		case i == len(have):
			return "the key has too few words"
		case w != "*" && w != have[i]:
			return "word " + strconv.Itoa(i+1) + " is " + quoted(have[i]) + ", not " + quoted(w)
		}
	}
	return "the key has too many words"
}

func whyNotHeaders(args, headers wire.Table) string {
	var missing, other []string
	for _, want := range args {
		if want.Name == "x-match" {
			continue
		}
		have, ok := headers.Get(want.Name)
		switch {
		case !ok:
			missing = append(missing, want.Name)
		case want.Value != nil && !sameTerm(have, want.Value):
			other = append(other, want.Name)
		}
	}
	var parts []string
	if len(missing) > 0 {
		parts = append(parts, "the message has no header "+strings.Join(missing, ", "))
	}
	if len(other) > 0 {
		parts = append(parts, "it has another value in "+strings.Join(other, ", "))
	}
	return strings.Join(parts, "; ")
}
