package targets

import (
	"context"
	"encoding/json"
	"errors"
	"html"
	"net/http"
	"net/url"
	"time"

	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/tests/amqp/rabbitmq"
)

// managed gives the path of RabbitMQ's management API for an operation that
// AMQP has no method for, and takes what is in it out of args; "" for others.
func managed(op string, args map[string]any) (path string) {
	take := func(name string) string {
		text, _ := args[name].(string)
		delete(args, name)
		return url.PathEscape(text)
	}
	switch op {
	case "broker.set_policy", "broker.delete_policy":
		kind := "policies"
		if args["operator"] == true {
			kind = "operator-policies"
		}
		delete(args, "operator")
		return kind + "/%2F/" + take("name")
	case "broker.set_limit":
		if user := take("user"); user != "" {
			return "user-limits/" + user + "/" + take("limit")
		}
		return "vhost-limits/%2F/" + take("limit")
	}
	return ""
}

// manage makes the request, and waits until the broker's queues will have
// heard of it. A refusal has the words that an AMQP client would get.
func (t *amqpWire) manage(op, path string, args map[string]any) (map[string]any, error) {
	delete(args, "channel")
	if applyTo, given := args["apply_to"]; given {
		args["apply-to"] = applyTo
		delete(args, "apply_to")
	}
	method := http.MethodPut
	if op == "broker.delete_policy" || op == "broker.set_limit" && args["value"] == nil {
		method = http.MethodDelete
	}
	body, err := json.Marshal(args)
	if err != nil {
		return nil, err
	}
	_, err = t.broker.API.Call(context.Background(), method, path, string(body))
	var refused *rabbitmq.StatusError
	if errors.As(err, &refused) {
		return nil, refusalOf(refused)
	}
	time.Sleep(t.lag)
	return map[string]any{}, err
}

func refusalOf(e *rabbitmq.StatusError) error {
	var answer struct{ Reason string }
	if err := json.Unmarshal(e.Body, &answer); err != nil {
		return e
	}
	if e.Status == http.StatusNotFound {
		return amqp.Refuse(wire.NotFound, answer.Reason)
	}
	return amqp.Refuse(wire.PreconditionFailed, html.UnescapeString(answer.Reason))
}
