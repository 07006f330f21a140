package rabbitmq

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Empty deletes all queues, exchanges and bindings of the virtual host "/" that
// were not there from the beginning, policies, and limits of the host and of
// guest. The host itself stays: of one that is made anew, RabbitMQ may still
// close connections because the old one went down.
//
// Errors: those of Call; an exclusive queue whose connection does not end in
// time.
func (a API) Empty(ctx context.Context) error {
	if err := a.deleteRules(ctx); err != nil { // first of all: a limit may keep us out
		return err
	}
	if err := a.deleteQueues(ctx); err != nil {
		return err
	}
	exchanges, err := a.list(ctx, "exchanges")
	if err != nil {
		return err
	}
	for _, e := range exchanges {
		if e.Name == "" || strings.HasPrefix(e.Name, "amq.") {
			continue
		}
		if _, err := a.Call(ctx, http.MethodDelete, "exchanges/%2F/"+url.PathEscape(e.Name), ""); err != nil {
			return err
		}
	}
	return a.deleteBindings(ctx)
}

// deleteRules deletes policies and limits.
func (a API) deleteRules(ctx context.Context) error {
	for _, limit := range []string{"vhost-limits/%2F/max-queues", "vhost-limits/%2F/max-connections",
		"user-limits/guest/max-channels", "user-limits/guest/max-connections"} {
		if _, err := a.Call(ctx, http.MethodDelete, limit, ""); err != nil {
			return err
		}
	}
	for _, kind := range []string{"policies", "operator-policies"} {
		found, err := a.list(ctx, kind)
		if err != nil {
			return err
		}
		for _, p := range found {
			if _, err := a.Call(ctx, http.MethodDelete, kind+"/%2F/"+url.PathEscape(p.Name), ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// object is what lists tell of queues, exchanges and bindings.
type object struct {
	Name            string `json:"name"`
	Exclusive       bool   `json:"exclusive"`
	Source          string `json:"source"`
	Destination     string `json:"destination"`
	DestinationType string `json:"destination_type"`
	PropertiesKey   string `json:"properties_key"`
}

// list gives what there is now: the numbers beside it would be some seconds old.
func (a API) list(ctx context.Context, kind string) (found []object, err error) {
	text, err := a.Call(ctx, http.MethodGet, kind+"/%2F?disable_stats=true", "")
	if err == nil {
		err = json.Unmarshal(text, &found)
	}
	return found, err
}

// deleteQueues deletes those that anybody may delete, and waits until the
// exclusive ones go with their connections.
func (a API) deleteQueues(ctx context.Context) error {
	for end := time.Now().Add(stopPatience); ; time.Sleep(10 * time.Millisecond) {
		queues, err := a.list(ctx, "queues")
		if err != nil || len(queues) == 0 {
			return err
		}
		for _, q := range queues {
			if q.Exclusive {
				continue
			}
			// It may go by itself between the list and here.
			_, err := a.Call(ctx, http.MethodDelete, "queues/%2F/"+url.PathEscape(q.Name), "")
			if err != nil && !strings.Contains(err.Error(), "404") {
				return err
			}
		}
		if time.Now().After(end) {
			return fmt.Errorf("rabbitmq: queue %q does not go", queues[0].Name)
		}
	}
}

// deleteBindings deletes those between exchanges that stay.
func (a API) deleteBindings(ctx context.Context) error {
	bindings, err := a.list(ctx, "bindings")
	if err != nil {
		return err
	}
	for _, b := range bindings {
		if b.DestinationType != "exchange" {
			continue
		}
		path := fmt.Sprintf("bindings/%%2F/e/%s/e/%s/%s",
			url.PathEscape(b.Source), url.PathEscape(b.Destination), url.PathEscape(b.PropertiesKey))
		if _, err := a.Call(ctx, http.MethodDelete, path, ""); err != nil {
			return err
		}
	}
	return nil
}
