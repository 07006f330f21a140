package management

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"net/url"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// bindings lists those that the path's names have to do with.
func (c *call) bindings() (any, error) {
	var list []amqp.BindingInfo
	err := c.look(func(tx *amqp.Tx) error {
		vhosts, err := c.vhostsOf(tx)
		for _, vhost := range vhosts {
			list = append(list, tx.Bindings(vhost)...)
		}
		return err
	})
	rows := rowsOf(slices.DeleteFunc(list, func(b amqp.BindingInfo) bool { return !c.concerns(b) }), bindingJSON)
	slices.SortStableFunc(rows, func(a, b object) int {
		for _, field := range []string{"vhost", "source", "destination", "routing_key", "properties_key"} {
			if order := compare(a[field], b[field]); order != 0 {
				return order
			}
		}
		return 0
	})
	return rows, err
}

// concerns tells that a binding belongs into the list that the path names: of
// a source, of a destination, of both, or of all.
func (c *call) concerns(b amqp.BindingInfo) bool {
	if source, ok := c.vars["source"]; ok && b.Source != source {
		return false
	}
	if kind, ok := c.vars["kind"]; ok && (kind == "e") != b.ToExchange {
		return false
	}
	if destination, ok := c.vars["destination"]; ok && b.Destination != destination {
		return false
	}
	if exchange, ok := c.vars["exchange"]; ok && (!b.ToExchange || b.Destination != exchange) {
		return false
	}
	queue, ok := c.vars["queue"]
	return !ok || (!b.ToExchange && b.Destination == queue)
}

// bindingJSON is a binding. The routing key of one that every queue has with
// the default exchange is the queue's name.
func bindingJSON(b amqp.BindingInfo) object {
	kind := "queue"
	if b.ToExchange {
		kind = "exchange"
	}
	return object{
		"source": b.Source, "vhost": b.Vhost, "destination": b.Destination, "destination_type": kind,
		"routing_key": b.Key, "arguments": tableObject(b.Arguments), "properties_key": propertiesKey(b),
	}
}

// propertiesKey names a binding among those between the same two ends: the
// routing key, and a hash of the arguments where there are some. RabbitMQ
// hashes Erlang terms (erlang:phash2), so that the hash differs from its own;
// clients take it from a list.
func propertiesKey(b amqp.BindingInfo) string {
	key := quote(b.Key)
	if len(b.Arguments) == 0 {
		if key == "" {
			return "~"
		}
		return key
	}
	h := fnv.New32a()
	_, _ = h.Write(wire.AppendTable(nil, b.Arguments))
	return key + "~" + base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, h.Sum32()))
}

// named tells that a properties key means the binding; its parts may be quoted
// otherwise than propertiesKey does it.
func named(b amqp.BindingInfo, key string) bool {
	routing, hash, hashed := strings.Cut(key, "~")
	routing, err := url.QueryUnescape(routing)
	if err != nil || routing != b.Key {
		return false
	}
	_, own, _ := strings.Cut(propertiesKey(b), "~")
	return hash == own && (hashed || len(b.Arguments) == 0)
}

// quote leaves no ~ in a key, which separates it from the hash.
func quote(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "~", "%7E") }

// binding tells of one, by its properties key.
func (c *call) binding() (any, error) {
	var row object
	err := c.look(func(tx *amqp.Tx) error {
		b, err := c.findBinding(tx)
		row = bindingJSON(b)
		return err
	})
	return row, err
}

// findBinding finds the path's binding.
func (c *call) findBinding(tx *amqp.Tx) (amqp.BindingInfo, error) {
	for _, b := range tx.Bindings(c.vars["vhost"]) {
		if c.concerns(b) && named(b, c.vars["properties"]) {
			return b, nil
		}
	}
	return amqp.BindingInfo{}, notFound
}

// bind makes a binding and tells in Location how to name it. What is there
// already is 201 as well, as in RabbitMQ.
func (c *call) bind() (any, error) {
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	d := amqp.Bind{Source: c.vars["source"], Destination: c.vars["destination"], ToExchange: c.vars["kind"] == "e"}
	d.Key, _ = body["routing_key"].(string)
	if d.Arguments, err = tableOf(body["arguments"]); err != nil {
		return nil, err
	}
	err = c.declare(func(tx *amqp.Tx, ch *amqp.Channel) error { return ch.Bind(tx, d) })
	key := propertiesKey(amqp.BindingInfo{Key: d.Key, Arguments: d.Arguments})
	return created{url.QueryEscape(d.Destination) + "/" + url.QueryEscape(key)}, err
}

// unbind removes the one that the properties key names.
func (c *call) unbind() (any, error) {
	return nil, c.declare(func(tx *amqp.Tx, ch *amqp.Channel) error {
		b, err := c.findBinding(tx)
		if err != nil {
			return err
		}
		return ch.Unbind(tx, amqp.Bind{Source: b.Source, Destination: b.Destination, ToExchange: b.ToExchange,
			Key: b.Key, Arguments: b.Arguments})
	})
}
