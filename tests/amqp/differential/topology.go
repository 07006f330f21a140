package main

import "slices"

// declareQueue declares a queue: a new one, one as it was declared before, or
// seldom one that was declared otherwise.
func (g *generator) declareQueue() {
	if g.streams && g.IntN(2) == 0 {
		g.declareStream()
		return
	}
	name := g.one(g.queueNames)
	if s, ok := g.queues[name]; ok && !g.rarely() {
		g.do("queue.declare", s)
		return
	}
	if g.IntN(12) == 0 {
		name = ""
	} else if g.rarely() {
		name = "amq.q"
	}
	s := object{"queue": name}
	if g.quorum && g.IntN(2) == 0 {
		s["arguments"] = g.options(quorumOptions, 3)
		s["arguments"].(object)["x-queue-type"] = "quorum"
		s["durable"] = !g.rarely()
		g.flag(s, "exclusive", 0)
	} else {
		s["arguments"] = g.options(queueOptions, 4)
		if g.streams {
			delete(s["arguments"].(object), "x-dead-letter-exchange")
		}
		g.flag(s, "durable", 0.5)
		g.flag(s, "exclusive", 0.08)
	}
	g.flag(s, "auto_delete", 0.08)
	g.flag(s, "no_wait", 0.03)
	if slices.Contains(g.queueNames, name) {
		g.queues[name] = s
	}
	g.do("queue.declare", s)
}

// flag sets a bit with a probability, or where what is wrong is tried.
func (g *generator) flag(args object, name string, probability float64) {
	if g.Float64() < probability || g.rarely() {
		args[name] = true
	}
}

func (g *generator) declareExchange() {
	name := g.one(g.exchangeNames)
	if s, ok := g.exchanges[name]; ok && !g.rarely() {
		g.do("exchange.declare", s)
		return
	}
	s := object{"exchange": name, "type": g.one(exchangeTypes), "arguments": g.options(exchangeOptions, 1)}
	if g.rarely() {
		s["type"] = "x-oblong"
	}
	if g.rarely() {
		s["exchange"] = g.one(builtIn)
	}
	if g.rarely() {
		s["exchange"] = "amq.x"
	}
	g.flag(s, "durable", 0.5)
	g.flag(s, "auto_delete", 0.1)
	g.flag(s, "internal", 0.05)
	g.flag(s, "no_wait", 0.03)
	if s["exchange"] == name {
		g.exchanges[name] = s
	}
	g.do("exchange.declare", s)
}

func (g *generator) passive() {
	if g.IntN(2) == 0 {
		g.do("queue.declare", object{"queue": g.queue(), "passive": true})
		return
	}
	g.do("exchange.declare", object{"exchange": g.exchange(), "passive": true, "type": g.one(exchangeTypes)})
}

func (g *generator) bindQueue() {
	g.bind("queue", object{"queue": g.queue(), "exchange": g.source()})
}

func (g *generator) bindExchange() {
	g.bind("exchange", object{"source": g.source(), "destination": g.source()})
}

func (g *generator) bind(class string, args object) {
	args["routing_key"] = g.one(patterns)
	args["arguments"] = g.options(bindingOptions, 2)
	g.bindings = append(g.bindings, binding{class, args})
	g.do(class+".bind", args)
}

// unbind takes a binding away, one that was made or seldom another.
func (g *generator) unbind() {
	if len(g.bindings) == 0 || g.rarely() {
		g.do("queue.unbind", object{"queue": g.queue(), "exchange": g.exchange(), "routing_key": g.one(patterns)})
		return
	}
	b := g.bindings[g.IntN(len(g.bindings))]
	g.do(b.operation+".unbind", b.args)
}

func (g *generator) deleteQueue() {
	name := g.queue()
	args := object{"queue": name}
	g.flag(args, "if_unused", 0.3)
	g.flag(args, "if_empty", 0.3)
	if len(args) == 1 {
		delete(g.queues, name)
	}
	g.do("queue.delete", args)
}

func (g *generator) deleteExchange() {
	name, ok := g.known(g.exchanges, g.exchangeNames)
	if !ok {
		return
	}
	args := object{"exchange": name}
	g.flag(args, "if_unused", 0.5)
	if len(args) == 1 {
		delete(g.exchanges, name)
	}
	g.do("exchange.delete", args)
}
