package management

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// publish puts one message into an exchange, and answers whether a queue has
// got it, once it is safe.
func (c *call) publish() (any, error) {
	body, err := c.need("routing_key", "properties", "payload", "payload_encoding")
	if err != nil {
		return nil, err
	}
	p := amqp.Publish{Exchange: []byte(c.vars["exchange"]), Mandatory: true}
	key, _ := body["routing_key"].(string)
	p.Key = []byte(key)
	if p.Body, err = payloadOf(body); err != nil {
		return nil, err
	}
	if p.Properties, err = propertiesOf(body["properties"]); err != nil {
		return nil, err
	}
	routed, err := c.publishConfirmed(p)
	return object{"routed": routed}, inChannel(err)
}

// payloadOf decodes the body: JSON can hold text only, so other bytes come in
// base64.
func payloadOf(body object) ([]byte, error) {
	text, isText := body["payload"].(string)
	if !isText {
		return nil, badRequest("payload_not_string")
	}
	switch encoding := body["payload_encoding"]; encoding {
	case "string":
		return []byte(text), nil
	case "base64":
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return nil, badRequest([]string{"not_base64", text})
		}
		return raw, nil
	default:
		return nil, badRequest([]any{"unsupported_encoding", encoding})
	}
}

// publishConfirmed publishes in confirm mode and waits for the confirm.
func (c *call) publishConfirmed(p amqp.Publish) (routed bool, err error) {
	var ch *amqp.Channel
	err = c.declareLater(func(tx *amqp.Tx, made *amqp.Channel) error {
		ch = made
		if err := ch.ConfirmSelect(); err != nil {
			return err
		}
		return ch.Publish(tx, p)
	})
	if ch == nil {
		return false, err
	}
	defer func() {
		_ = c.view(func(tx *amqp.Tx) { tx.Disconnect(ch.Conn()) })
	}()
	if err != nil {
		return false, err
	}
	confirmed, refused := false, false
	told := func(_ uint64, _, nack bool) { confirmed, refused = true, nack }
	if ch.Confirms(told); !confirmed {
		if err := c.db.Commit(); err != nil {
			return false, err
		}
		ch.Confirms(told)
	}
	if refused {
		return false, badRequest("rejected Unable to publish message. Check queue limits.")
	}
	routed = true
	for _, e := range ch.Conn().Drain(nil) {
		routed = routed && e.Kind != amqp.Return
	}
	return routed, nil
}

// declareLater is declare with a channel that stays: the caller ends it with
// its connection.
func (c *call) declareLater(f func(*amqp.Tx, *amqp.Channel) error) error {
	return c.change(func(tx *amqp.Tx) error {
		vhost := c.vars["vhost"]
		if _, there := tx.Vhost(vhost); !there {
			return notFound
		}
		conn, err := tx.Connect(c.user.Name, vhost, amqp.Client{Name: "management", Protocol: "Direct 0-9-1"})
		if err != nil {
			return err
		}
		ch, err := tx.OpenChannel(conn, 1)
		if err != nil {
			return err
		}
		return f(tx, ch)
	})
}

// inChannel says a refusal as that of a channel: with its number, and 400.
func inChannel(err error) error {
	var refused *amqp.Error
	if errors.As(err, &refused) && asProblem(err).status != accessRefused.status {
		return badRequest(strconv.Itoa(int(refused.Reply)) + " " + refused.Text)
	}
	return err
}

// acknowledgement is what becomes of the messages that get has shown.
type acknowledgement struct{ noAck, reject, requeue bool }

var ackModes = map[string]acknowledgement{
	"ack_requeue_true":     {}, // they come back as the channel ends
	"ack_requeue_false":    {noAck: true},
	"reject_requeue_true":  {reject: true, requeue: true},
	"reject_requeue_false": {reject: true},
}

// getMessages takes messages out of a queue to show them; mostly they are put
// back, marked as redelivered.
func (c *call) getMessages() (any, error) {
	body, err := c.need("ackmode", "count", "encoding")
	if err != nil {
		return nil, err
	}
	name, _ := body["ackmode"].(string)
	mode, known := ackModes[name]
	count, countErr := whole(body["count"])
	truncate, truncateErr := -1, error(nil)
	if given, ok := body["truncate"]; ok {
		truncate, truncateErr = whole(given)
	}
	encoding := body["encoding"]
	switch {
	case !known:
		return nil, badRequest([]any{"unknown_ackmode", body["ackmode"]})
	case countErr != nil || truncateErr != nil:
		return nil, badRequest("count and truncate must be whole numbers")
	case encoding != "auto" && encoding != "base64":
		return nil, badRequest("Unsupported encoding. Please use auto or base64.")
	}
	rows := []object{}
	err = c.onQueue(func(tx *amqp.Tx, ch *amqp.Channel, queue string) error {
		got, err := take(tx, ch, queue, count, mode)
		for _, g := range got {
			rows = append(rows, messageJSON(g, encoding == "auto", truncate))
		}
		return err
	})
	return rows, err
}

// take fetches first and rejects then: a message that went back at once would
// be the next one fetched.
func take(tx *amqp.Tx, ch *amqp.Channel, queue string, count int, mode acknowledgement) ([]amqp.Got, error) {
	var all []amqp.Got
	for range count {
		g, ok, err := ch.Get(tx, queue, mode.noAck)
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		all = append(all, g)
	}
	if mode.reject {
		for _, g := range all {
			if err := ch.Nack(tx, g.Tag, false, mode.requeue); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// whole reads a number, also from the text that rabbitmqadmin sends.
func whole(v any) (int, error) {
	switch n := v.(type) {
	case json.Number:
		return strconv.Atoi(n.String())
	case string:
		return strconv.Atoi(n)
	}
	return 0, strconv.ErrSyntax
}

// messageJSON shows a message; its size is that of the whole body, even where
// that is cut. A text that was cut within a character is shown in base64.
func messageJSON(g amqp.Got, auto bool, truncate int) object {
	payload := g.Message.Body
	if truncate >= 0 && truncate < len(payload) {
		payload = payload[:truncate]
	}
	text, encoding := base64.StdEncoding.EncodeToString(payload), "base64"
	if auto && utf8.Valid(payload) {
		text, encoding = string(payload), "string"
	}
	return object{
		"payload_bytes": len(g.Message.Body), "redelivered": g.Redelivered, "exchange": g.Message.Exchange,
		"routing_key": g.Message.Key, "message_count": g.Remaining, "properties": propertiesJSON(g.Message.Properties),
		"payload": text, "payload_encoding": encoding,
	}
}
