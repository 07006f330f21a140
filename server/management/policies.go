package management

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/twelvefold/twelvefold/core/amqp"
)

// policies lists those of the path's virtual host, or of all.
func (c *call) policies() (any, error)         { return c.policyRows(false) }
func (c *call) operatorPolicies() (any, error) { return c.policyRows(true) }

func (c *call) policyRows(operator bool) (any, error) {
	rows := []object{}
	err := c.look(func(tx *amqp.Tx) error {
		vhosts, err := c.vhostsOf(tx)
		for _, vhost := range vhosts {
			for _, p := range tx.Policies(vhost, operator) {
				rows = append(rows, policyJSON(p))
			}
		}
		return err
	})
	return rows, err
}

// policyJSON is a policy as it was set, with the defaults filled in.
func policyJSON(p amqp.Policy) object {
	return object{
		"vhost": p.Vhost, "name": p.Name, "pattern": p.Pattern, "apply-to": p.ApplyTo,
		"definition": tableObject(p.Definition), "priority": p.Priority,
	}
}

// policy tells of one.
func (c *call) policy() (any, error)         { return c.policyRow(false) }
func (c *call) operatorPolicy() (any, error) { return c.policyRow(true) }

func (c *call) policyRow(operator bool) (any, error) {
	var row object
	err := c.look(func(tx *amqp.Tx) error {
		for _, p := range tx.Policies(c.vars["vhost"], operator) {
			if p.Name == c.vars["policy"] {
				row = policyJSON(p)
				return nil
			}
		}
		return notFound
	})
	return row, err
}

// putPolicy sets a policy, which applies at once to what is there.
func (c *call) putPolicy() (any, error) {
	answer, err := c.setPolicy(false)
	var refused *amqp.Error
	if errors.As(err, &refused) { // RabbitMQ's own pages show these texts as they are
		err = badRequest(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(asProblem(err).text()))
	}
	return answer, err
}

// putOperatorPolicy sets one that users can't go around. RabbitMQ's pages show
// what is wrong with it in another way.
func (c *call) putOperatorPolicy() (any, error) { return c.setPolicy(true) }

func (c *call) setPolicy(operator bool) (any, error) {
	body, err := c.need("pattern", "definition")
	if err != nil {
		return nil, err
	}
	p, err := policyOf(c.vars["vhost"], c.vars["policy"], body)
	if err != nil {
		return nil, err
	}
	p.Operator = operator
	existed := false
	err = c.change(func(tx *amqp.Tx) error {
		if _, there := tx.Vhost(p.Vhost); !there {
			return vhostNotFound
		}
		for _, have := range tx.Policies(p.Vhost, operator) {
			existed = existed || have.Name == p.Name
		}
		return tx.SetPolicy(p)
	})
	return put201(existed), err
}

// policyOf reads a policy from JSON.
func policyOf(vhost, name string, body object) (amqp.Policy, error) {
	p := amqp.Policy{Vhost: vhost, Name: name}
	pattern, isText := body["pattern"].(string)
	if !isText {
		return p, badRequest(fmt.Sprintf("Validation failed\n\npattern should be a binary but was %v\n", body["pattern"]))
	}
	p.Pattern = pattern
	p.ApplyTo, _ = body["apply-to"].(string)
	var err error
	if p.Definition, err = tableOf(body["definition"]); err != nil {
		return p, err
	}
	switch priority := body["priority"].(type) {
	case nil:
	case json.Number:
		p.Priority, err = priority.Int64()
	default:
		err = fmt.Errorf("not a number")
	}
	if err != nil {
		return p, badRequest(fmt.Sprintf("Validation failed\n\npriority should be a number, actually was %v\n", body["priority"]))
	}
	return p, nil
}

// deletePolicy gives queues and exchanges the settings of the policy that is
// next in priority, or their own.
func (c *call) deletePolicy() (any, error)         { return c.dropPolicy(false) }
func (c *call) deleteOperatorPolicy() (any, error) { return c.dropPolicy(true) }

func (c *call) dropPolicy(operator bool) (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		if !tx.DeletePolicy(c.vars["vhost"], c.vars["policy"], operator) {
			return notFound
		}
		return nil
	})
}
