package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// Connections and channels of a sequence. Connections count from 1, as in the
// cases.
const (
	conns    = 3
	channels = 2
)

// sequence is what one seed makes.
type sequence struct {
	operations []operation
	quorum     bool // has quorum queues: they take longer to be quiet
	streams    bool // has streams, and they take longer, too
	brief      bool // has times to live of a millisecond: each step waits them out
	// keeps has it give nothing back to queues: no requeue, no channel that
	// ends. To a quorum queue, and from a channel with a limit of its own, that
	// is known to come in another order (docs/amqp.md).
	keeps bool
}

// generator chooses operations. It keeps what it has declared, and so chooses
// mostly what is there: a sequence of refusals only would try little.
type generator struct {
	*rand.Rand
	sequence
	kinds    []kind  // a random half of all: what is rare gets its turn
	channels int     // of each connection
	global   bool    // has limits of whole channels
	together bool    // has transactions beside streams (streams.go)
	wild     float64 // how often a value is to be refused
	// Few names make many operations meet.
	queueNames, exchangeNames []string
	queues                    map[string]spec // as last declared
	exchanges                 map[string]spec
	bindings                  []binding
	consumers                 []consumer
	txs                       []place        // channels on which tx.select was
	limited                   map[place]bool // channels with a limit for each consumer
	messages                  int
	tags                      int
}

// spec is how something was declared, to declare it the same again.
type spec = object

type binding struct {
	operation string
	args      object
}

// place is a channel.
type place struct {
	conn    int
	channel uint16
}

type consumer struct {
	place
	tag string
}

// generate makes the sequence of a seed.
func generate(seed uint64, length int) sequence {
	g := &generator{
		Rand: rand.New(rand.NewPCG(seed, 0)), queues: map[string]spec{}, exchanges: map[string]spec{},
		limited: map[place]bool{},
	}
	g.wild = []float64{0, 0.02, 0.1}[g.IntN(3)]
	if g.channels = 1 + g.IntN(channels); g.channels > 1 {
		// A connection that ends closes its channels all at once, in RabbitMQ
		// processes: what one gives back another may be sent, or not. So
		// none ends here.
		g.wild = 0
	}
	g.quorum, g.global = g.IntN(6) == 0, g.IntN(4) == 0
	if g.keeps = g.quorum || g.global; g.keeps {
		g.wild = 0
	}
	g.brief = g.IntN(8) == 0
	if g.IntN(6) == 0 {
		g.withStreams()
	}
	g.queueNames = queueNames[:1+g.IntN(len(queueNames))]
	g.exchangeNames = exchangeNames[:1+g.IntN(len(exchangeNames))]
	for _, k := range kinds {
		if k.always || g.IntN(3) > 0 {
			for range k.weight {
				g.kinds = append(g.kinds, k)
			}
		}
	}
	for range 2 + g.IntN(3) {
		g.declareQueue()
	}
	for range g.IntN(4) {
		g.declareExchange()
	}
	for range g.IntN(5) {
		g.bindQueue()
	}
	for len(g.operations) < length {
		g.kinds[g.IntN(len(g.kinds))].make(g)
	}
	return g.sequence
}

// kind is an operation with how often it is chosen.
type kind struct {
	weight int
	always bool
	make   func(g *generator)
}

var kinds = []kind{
	{24, true, (*generator).publish},
	{7, true, (*generator).consume},
	{6, true, (*generator).get},
	{8, true, func(g *generator) { g.settle("basic.ack") }},
	{5, false, func(g *generator) { g.settle("basic.nack") }},
	{4, false, func(g *generator) { g.settle("basic.reject") }},
	{2, false, (*generator).recover},
	{3, false, (*generator).qos},
	{2, false, (*generator).cancel},
	{3, true, (*generator).declareQueue},
	{2, false, (*generator).declareExchange},
	{1, false, (*generator).passive},
	{4, true, (*generator).bindQueue},
	{3, false, (*generator).bindExchange},
	{2, false, (*generator).unbind},
	{1, false, func(g *generator) { g.do("queue.purge", object{"queue": g.emptied()}) }},
	{2, false, (*generator).deleteQueue},
	{1, false, (*generator).deleteExchange},
	{2, false, func(g *generator) { g.do("confirm.select", object{}) }},
	{2, false, (*generator).selectTx},
	{3, false, func(g *generator) { g.endTx("tx.commit") }},
	{2, false, func(g *generator) { g.endTx("tx.rollback") }},
	{1, false, (*generator).closeChannel},
	{1, false, (*generator).closeConnection},
}

// do appends an operation on a random channel.
func (g *generator) do(name string, args object) {
	g.on(g.place(), name, args)
}

func (g *generator) place() place { return place{1 + g.IntN(conns), uint16(1 + g.IntN(g.channels))} }

func (g *generator) on(p place, name string, args object) {
	text, err := json.Marshal(args)
	if err != nil {
		panic(fmt.Sprint(name, args, err))
	}
	g.operations = append(g.operations, operation{p, name, string(text), g.IntN(1 << 16)})
}

func (g *generator) recover() {
	if !g.keeps && !g.streams {
		g.do("basic.recover", object{"requeue": g.mostly()})
	}
}

func (g *generator) closeChannel() {
	if !g.keeps {
		g.do("channel.close", object{})
	}
}

func (g *generator) closeConnection() {
	if g.channels == 1 && !g.keeps {
		g.do("connection.close", object{})
	}
}

// mostly is true nine times in ten, and always where nothing is to be refused.
func (g *generator) mostly() bool { return g.wild == 0 || g.IntN(10) > 0 }

// rarely is true as often as values are to be refused.
func (g *generator) rarely() bool { return g.Float64() < g.wild }

func (g *generator) one(list []string) string { return list[g.IntN(len(list))] }

// known is a name that was declared, or seldom any.
func (g *generator) known(declared map[string]spec, all []string) (name string, ok bool) {
	if g.rarely() {
		return g.one(all), true
	}
	if len(declared) == 0 {
		return "", false
	}
	return g.one(slices.Sorted(maps.Keys(declared))), true // a map's order would not repeat
}

// queue names a queue, and declares one first where there is none.
func (g *generator) queue() string {
	for {
		if g.rarely() {
			return ""
		}
		if name, ok := g.known(g.queues, g.queueNames); ok {
			return name
		}
		g.declareQueue()
	}
}

func (g *generator) exchange() string {
	name, ok := g.known(g.exchanges, g.exchangeNames)
	if !ok || g.IntN(4) == 0 {
		return g.one(builtIn)
	}
	return name
}

// source is an exchange that can be bound to, or deleted.
func (g *generator) source() string {
	for {
		if name := g.exchange(); name != "" || g.rarely() {
			return name
		}
	}
}

// options chooses some of a list, about one in most.
func (g *generator) options(list []option, most int) object {
	chosen := object{}
	for range g.IntN(most + 1) {
		o := list[g.IntN(len(list))]
		values := o.good
		if g.rarely() || len(values) == 0 && g.rarely() {
			values = o.bad
		}
		if len(values) == 0 {
			continue
		}
		v := values[g.IntN(len(values))]
		if brief(o.name, v) && !g.brief {
			continue
		}
		chosen[o.name] = v
	}
	return chosen
}

// brief tells whether a value is a time to live that ends while a step is
// looked at.
func brief(name string, v any) bool {
	return name == "x-message-ttl" && v == 1 || name == "expiration" && v == "1"
}
