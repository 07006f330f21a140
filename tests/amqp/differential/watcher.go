package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/tests/amqp/client"
)

// watcher is a client beside those of the sequence. It asks what there is.
type watcher struct {
	*client.Client
	known []string        // queues that were declared, in that order
	there map[string]bool // exchanges that were, last time
	gone  map[string]bool // queues that were not, last time
	// quorum queues count what was got and is not acknowledged as consumers
	// (docs/amqp.md), so theirs are not compared.
	quorum map[string]bool
	// joined are the bindings that exchanges were given. Those between
	// exchanges that are always there would be seen by the next sequence.
	joined []object
}

// watching is the number of a client's channel that is the watcher's own.
const watching = 9

func newWatcher(addr string) (*watcher, error) {
	c, err := client.Dial(addr)
	return &watcher{Client: c, there: map[string]bool{}, gone: map[string]bool{}, quorum: map[string]bool{}}, err
}

// expect has the watcher look at what an operation may declare.
func (w *watcher) expect(o operation, args object) {
	switch o.name {
	case "queue.declare":
		name := args["queue"].(string)
		w.queue(name)
		if given, ok := args["arguments"].(object); ok && given["x-queue-type"] == "quorum" {
			w.quorum[name] = true
		}
	case "exchange.bind":
		w.joined = append(w.joined, maps.Clone(args))
	case "exchange.declare":
		w.there[args["exchange"].(string)] = true
	}
}

// queue adds a queue to those that are looked at.
func (w *watcher) queue(name string) {
	if name == "" {
		return
	}
	w.gone[name] = false
	if !slices.Contains(w.known, name) {
		w.known = append(w.known, name)
	}
}

// ask runs an operation on the watcher's channel of any client.
func ask(c *client.Client, name string, args object) (object, error) {
	if !c.IsOpen(watching) {
		if _, err := c.Do(watching, "channel.open", nil); err != nil {
			return nil, err
		}
	}
	return c.Do(watching, name, args)
}

// refusal is a server's reply code, 0 for what is none.
func refusal(err error) uint16 {
	var r *client.Refusal
	if errors.As(err, &r) {
		return r.Reason.Reply
	}
	return 0
}

// look gives a line for each queue and exchange.
func (w *watcher) look(p *player) (string, error) {
	var b strings.Builder
	for _, name := range w.known {
		if w.gone[name] {
			continue
		}
		line, err := w.count(p, name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "  %s: %s\n", p.names.plain(name), line)
	}
	for _, name := range exchangeNames {
		if !w.there[name] {
			continue
		}
		_, err := ask(w.Client, "exchange.declare", object{"exchange": name, "passive": true})
		if err != nil && refusal(err) == 0 {
			return "", err
		}
		if w.there[name] = err == nil; err == nil {
			fmt.Fprintf(&b, "  %s\n", name)
		}
	}
	return b.String(), nil
}

// count asks a queue.
func (w *watcher) count(p *player, name string) (string, error) {
	reply, err := p.ask("queue.declare", object{"queue": name, "passive": true})
	switch {
	case err == nil && isStream(name):
		return fmt.Sprintf("%v consumers", reply["consumer_count"]), nil
	case err == nil && w.quorum[name]:
		return fmt.Sprintf("%v ready", reply["message_count"]), nil
	case err == nil:
		return fmt.Sprintf("%v ready, %v consumers", reply["message_count"], reply["consumer_count"]), nil
	case refusal(err) == wire.NotFound:
		w.gone[name] = true
		return "not there", nil
	case refusal(err) != 0:
		return err.Error(), nil
	}
	return "", err
}

// queues are those that may be there.
func (w *watcher) queues() []string {
	return slices.DeleteFunc(slices.Clone(w.known), func(name string) bool { return w.gone[name] })
}

// clean deletes whatever a sequence may have left.
func (w *watcher) clean() {
	for _, name := range w.known {
		_, _ = ask(w.Client, "queue.delete", object{"queue": name}) // locked ones went with their connection
	}
	for _, name := range exchangeNames {
		_, _ = ask(w.Client, "exchange.delete", object{"exchange": name})
	}
	for _, args := range w.joined {
		_, _ = ask(w.Client, "exchange.unbind", args) // most went with their exchanges
	}
}
