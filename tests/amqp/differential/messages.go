package main

import "fmt"

// publish sends a message with a body of its own.
func (g *generator) publish() {
	g.messages++
	args := object{
		"exchange": g.exchange(), "routing_key": g.one(routingKeys),
		"body": fmt.Sprintf("m%d", g.messages), "properties": g.properties(),
	}
	if g.IntN(2) == 0 {
		args["exchange"], args["routing_key"] = "", g.queue()
	}
	g.flag(args, "mandatory", 0.2)
	if g.rarely() && g.IntN(20) == 0 {
		args["immediate"] = true
	}
	g.do("basic.publish", args)
}

func (g *generator) properties() object {
	p := g.options(propertyOptions, 2)
	if g.IntN(3) == 0 {
		p["headers"] = g.options(g.headerOptions(), 3)
	}
	return p
}

// consume starts a consumer, mostly with a tag that nobody has.
func (g *generator) consume() {
	c := consumer{place: g.place()}
	g.tags++
	c.tag = fmt.Sprintf("c%d", g.tags)
	if len(g.consumers) > 0 && g.rarely() {
		c.tag = g.consumers[g.IntN(len(g.consumers))].tag
	}
	if g.IntN(10) == 0 {
		c.tag = ""
	}
	args := object{"queue": g.queue(), "consumer_tag": c.tag, "arguments": g.options(consumerOptions, 1)}
	g.flag(args, "no_ack", 0.2)
	g.flag(args, "no_local", 0.05)
	g.flag(args, "exclusive", 0.07)
	g.flag(args, "no_wait", 0.02)
	g.consumers = append(g.consumers, c)
	if isStream(args["queue"].(string)) {
		g.readStream(c.place, args)
		return
	}
	g.on(c.place, "basic.consume", args)
}

func (g *generator) cancel() {
	if len(g.consumers) == 0 || g.rarely() {
		g.do("basic.cancel", object{"consumer_tag": "nobody"})
		return
	}
	c := g.consumers[g.IntN(len(g.consumers))]
	g.on(c.place, "basic.cancel", object{"consumer_tag": c.tag})
}

func (g *generator) get() {
	args := object{"queue": g.emptied()}
	g.flag(args, "no_ack", 0.3)
	g.do("basic.get", args)
}

func (g *generator) qos() {
	if g.streams && !g.rarely() && (g.together || g.IntN(2) == 0) {
		g.limit(g.place())
		return
	}
	args := object{"prefetch_count": g.IntN(4)}
	if g.global {
		g.flag(args, "global", 0.5)
	}
	if g.rarely() && g.IntN(20) == 0 {
		args["prefetch_size"] = 1
	}
	at := g.place()
	if args["global"] == nil {
		g.limited[at] = args["prefetch_count"] != 0
	}
	g.on(at, "basic.qos", args)
}

// settle acknowledges or gives back; which delivery is chosen when it runs, but
// for tags that nobody was given.
func (g *generator) settle(name string) {
	if name != "basic.ack" && g.streams && !g.rarely() {
		return // a connection ends of it that has got its message from a stream
	}
	args := object{}
	if name != "basic.reject" {
		g.flag(args, "multiple", 0.3)
	}
	if name != "basic.ack" {
		args["requeue"] = g.IntN(2) == 0 && !g.keeps
	}
	if g.rarely() {
		args["delivery_tag"] = []int{0, 1, 99}[g.IntN(3)]
	}
	g.do(name, args)
}

func (g *generator) selectTx() {
	if g.streams && !g.together {
		return
	}
	p := g.place()
	g.txs = append(g.txs, p)
	g.on(p, "tx.select", object{})
}

// endTx commits or rolls back, mostly where there is a transaction.
func (g *generator) endTx(name string) {
	switch {
	case len(g.txs) > 0 && !g.rarely():
		g.on(g.txs[g.IntN(len(g.txs))], name, object{})
	case g.rarely():
		g.do(name, object{})
	}
}
