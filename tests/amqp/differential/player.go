package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/tests/amqp/client"
)

// player runs a sequence on one broker and writes down what its clients saw.
type player struct {
	addr string
	pace pace
	// conns are the clients of the sequence; an operation on one that has
	// ended begins a new one.
	conns   [conns + 1]*client.Client
	watcher *watcher
	opened  map[place]bool
	unacked []delivery
	// undecided are acknowledgements in a transaction: a rollback undoes them.
	undecided []delivery
	inTx      map[place]bool
	noAck     map[string]bool // consumers that acknowledge nothing, by tag
	awaited   map[place]int   // confirms that have not come
	confirms  map[place]bool
	names     names
	at        int      // the step
	events    []event  // of the step
	steps     []string // the sequence as conformance cases have it
}

// delivery is a message that a client holds.
type delivery struct {
	place
	tag      uint64
	at       int // step in which it came
	consumer string
}

// play runs the operations on an empty broker and gives what was seen: a text
// for each operation, and one for what is left in the end.
func play(addr string, s sequence, pace pace) (seen, steps []string, err error) {
	if s.quorum || s.streams {
		pace = pace.slower()
	}
	p := &player{
		addr: addr, pace: pace, opened: map[place]bool{}, inTx: map[place]bool{}, noAck: map[string]bool{},
		awaited: map[place]int{}, confirms: map[place]bool{}, names: names{},
	}
	p.pace.brief = s.brief
	if p.watcher, err = newWatcher(addr); err != nil {
		return nil, nil, err
	}
	defer p.close()
	for i, o := range s.operations {
		p.at = i
		text, err := p.step(o)
		if err != nil {
			return seen, p.steps, fmt.Errorf("%s: %w", o, err)
		}
		seen = append(seen, text)
	}
	text, err := p.finish(s.keeps)
	return append(seen, text), p.steps, err
}

// close ends every connection and leaves the broker empty.
func (p *player) close() {
	for _, c := range p.conns {
		if c != nil {
			_, _ = c.Do(0, "connection.close", nil) // it may have ended
			c.Close()
		}
	}
	p.watcher.clean()
	p.watcher.Close()
}

// step runs one operation and waits until the broker has done all of it.
func (p *player) step(o operation) (string, error) {
	args, at := o.arguments(), o.place
	var tag uint64
	if o.settles() {
		var ok bool
		if at, tag, ok = p.pick(o); !ok {
			p.steps = append(p.steps, "      # nothing to settle")
			return "", nil
		}
		args["delivery_tag"] = tag
	}
	p.steps = append(p.steps, o.step(at, tag))
	c, err := p.client(at)
	if err != nil {
		return "", err
	}
	p.watcher.expect(o, args)
	asked := o.arguments()
	reply, err := c.Do(at.channel, o.name, args)
	if refused := (*client.Refusal)(nil); err != nil && !errors.As(err, &refused) && !errors.Is(err, amqp.ErrClosed) {
		return "", err
	}
	p.note(o, at, tag, asked, reply, err)
	left, err2 := p.quiet()
	return p.transcript(reply, err, left), err2
}

// client gives the connection of a place, with the channel open.
func (p *player) client(at place) (*client.Client, error) {
	c := p.conns[at.conn]
	if c == nil || c.Gone() != nil {
		var err error
		if c != nil {
			c.Close()
		}
		if c, err = client.Dial(p.addr); err != nil {
			return nil, err
		}
		p.conns[at.conn] = c
	}
	if at.channel > 0 && !c.IsOpen(at.channel) {
		if _, err := c.Do(at.channel, "channel.open", nil); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// pick chooses the delivery that an acknowledgement is for, of any channel.
func (p *player) pick(o operation) (at place, tag uint64, ok bool) {
	args := o.arguments()
	if given, ok := args["delivery_tag"].(json.Number); ok {
		n, _ := given.Int64()
		return o.place, uint64(n), true
	}
	if len(p.unacked) == 0 {
		return at, 0, false
	}
	// What came in one step from several queues is in no order, so it is put
	// into one; and to take several, all of a step are taken.
	slices.SortFunc(p.unacked, func(a, b delivery) int {
		return cmp.Or(cmp.Compare(a.conn, b.conn), cmp.Compare(a.channel, b.channel), cmp.Compare(a.at, b.at),
			cmp.Compare(a.consumer, b.consumer), cmp.Compare(a.tag, b.tag))
	})
	d := p.unacked[o.pick%len(p.unacked)]
	if multiple, _ := args["multiple"].(bool); multiple {
		for _, other := range p.unacked {
			if other.place == d.place && other.at == d.at {
				d.tag = max(d.tag, other.tag)
			}
		}
	}
	return d.place, d.tag, true
}

// note keeps what an operation changes in the clients' own accounts. Where
// these err, both brokers are asked for the same nonsense.
func (p *player) note(o operation, at place, tag uint64, args, reply object, err error) {
	if err != nil {
		p.forget(at)
		return
	}
	switch o.name {
	case "channel.close", "connection.close":
		p.forget(at)
	case "queue.declare":
		if name, ok := reply["queue"].(string); ok {
			p.watcher.queue(name)
		}
	case "basic.consume":
		noAck, _ := args["no_ack"].(bool)
		if name, ok := reply["consumer_tag"].(string); ok {
			p.noAck[name] = noAck
		} else {
			p.noAck[fmt.Sprint(args["consumer_tag"])] = noAck
		}
	case "basic.get":
		if noAck, _ := args["no_ack"].(bool); !noAck && reply != nil {
			p.unacked = append(p.unacked, delivery{at, reply["delivery_tag"].(uint64), p.at, ""})
		}
	case "basic.ack", "basic.nack", "basic.reject":
		p.settled(at, tag, args)
	case "basic.recover":
		p.unacked = slices.DeleteFunc(p.unacked, func(d delivery) bool { return d.place == at })
	case "confirm.select":
		p.confirms[at] = true
	case "basic.publish":
		if p.confirms[at] {
			p.awaited[at]++
		}
	case "tx.select":
		p.inTx[at] = true
	case "tx.commit":
		p.undecided = slices.DeleteFunc(p.undecided, func(d delivery) bool { return d.place == at })
	case "tx.rollback":
		for _, d := range p.undecided {
			if d.place == at {
				p.unacked = append(p.unacked, d)
			}
		}
		p.undecided = slices.DeleteFunc(p.undecided, func(d delivery) bool { return d.place == at })
	}
}

func (p *player) settled(at place, tag uint64, args object) {
	multiple, _ := args["multiple"].(bool)
	p.unacked = slices.DeleteFunc(p.unacked, func(d delivery) bool {
		hit := d.place == at && (d.tag == tag || multiple && (d.tag < tag || tag == 0))
		if hit && p.inTx[at] {
			p.undecided = append(p.undecided, d)
		}
		return hit
	})
}

// forget drops what a channel held that is closed, or all of a connection's.
func (p *player) forget(at place) {
	for channel := range uint16(channels + 1) {
		ended := place{at.conn, channel}
		if p.conns[at.conn].IsOpen(channel) {
			continue
		}
		delete(p.confirms, ended)
		delete(p.awaited, ended)
		delete(p.inTx, ended)
		here := func(d delivery) bool { return d.place == ended }
		p.unacked = slices.DeleteFunc(p.unacked, here)
		p.undecided = slices.DeleteFunc(p.undecided, here)
	}
}

// finish closes the channels one by one, as unacknowledged messages come back
// then, unless the sequence keeps them, and takes what the queues hold.
func (p *player) finish(keeps bool) (string, error) {
	text := ""
	for number, c := range p.conns {
		for channel := uint16(1); channel <= channels; channel++ {
			if c == nil || !c.IsOpen(channel) || keeps {
				continue
			}
			if _, err := c.Do(channel, "channel.close", nil); err != nil {
				return text, err
			}
			left, err := p.quiet()
			if err != nil {
				return text, err
			}
			text += fmt.Sprintf("%d.%d closed\n", number, channel) + p.transcript(object{}, nil, left)
		}
	}
	for _, name := range p.watcher.queues() {
		take := p.drain
		if isStream(name) {
			take = p.readThrough
		}
		lines, err := take(name)
		if err != nil {
			return text, err
		}
		text += p.names.plain(name+" holds\n") + lines
	}
	return text, nil
}

// drain takes all messages of a queue.
func (p *player) drain(name string) (string, error) {
	text := ""
	for {
		reply, err := p.ask("basic.get", object{"queue": name, "no_ack": true})
		switch {
		case refusal(err) != 0:
			return text + "  " + err.Error() + "\n", nil
		case err != nil || reply == nil:
			return text, err
		}
		text += "  " + fields(reply) + "\n"
	}
}

// ask runs an operation about a queue beside the sequence: on the watcher's
// connection, or where the queue is exclusive on its owner's.
func (p *player) ask(name string, args object) (reply object, err error) {
	for _, c := range append([]*client.Client{p.watcher.Client}, p.conns[1:]...) {
		if c == nil || c.Gone() != nil {
			continue
		}
		reply, err = ask(c, name, maps.Clone(args))
		if refusal(err) != wire.ResourceLocked {
			break
		}
	}
	return reply, err
}

// pace is how long a broker must show nothing new to be done.
type pace struct {
	calm  int           // rounds in which nothing changed
	pause time.Duration // between rounds
	brief bool          // wait for times to live of a millisecond first
}

// fast finds differences, careful tells whether they are any: a queue of
// RabbitMQ is a process, and what it has been sent takes its time.
var (
	fast    = pace{calm: 1}
	careful = pace{calm: 2, pause: 25 * time.Millisecond}
)

// slower is for quorum queues and streams, whose logs are written first.
func (p pace) slower() pace { return pace{2*p.calm + 2, 3*p.pause + 8*time.Millisecond, p.brief} }
