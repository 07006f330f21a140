package management

import (
	"github.com/twelvefold/twelvefold/core/amqp"
)

// Runtime parameters are another way to what limits and policies are: a
// component, a virtual host and a name (rabbit_runtime_parameters). The
// components of plug-ins (federation-upstream, shovel) do not exist, and are
// refused as by a RabbitMQ without them.
const (
	vhostLimitsComponent    = "vhost-limits"
	policyComponent         = "policy"
	operatorPolicyComponent = "operator_policy"
	// limitsName is the one name in the component vhost-limits.
	limitsName = "limits"
)

// parameters lists those of the path's component and virtual host, or all but
// policies, which RabbitMQ shows to those who ask for them.
func (c *call) parameters() (any, error) {
	rows := []object{}
	err := c.look(func(tx *amqp.Tx) error {
		vhosts, err := c.vhostsOf(tx)
		component, one := c.vars["component"]
		for _, vhost := range vhosts {
			for _, p := range parametersOf(tx, vhost) {
				if p["component"] == component || !one && p["component"] != policyComponent {
					rows = append(rows, p)
				}
			}
		}
		return err
	})
	return rows, err
}

// parametersOf are all that a virtual host has.
func parametersOf(tx *amqp.Tx, vhost string) []object {
	var rows []object
	vh, _ := tx.Vhost(vhost)
	if len(vh.Limits) > 0 {
		rows = append(rows, limitsParameter(amqp.VhostLimits{Vhost: vhost, Limits: vh.Limits}))
	}
	for _, p := range append(tx.Policies(vhost, true), tx.Policies(vhost, false)...) {
		rows = append(rows, policyParameter(p))
	}
	return rows
}

// limitsParameter shows a virtual host's limits as a parameter.
func limitsParameter(l amqp.VhostLimits) object {
	return object{"vhost": l.Vhost, "component": vhostLimitsComponent, "name": limitsName, "value": tableObject(l.Limits)}
}

// policyParameter shows a policy as one.
func policyParameter(p amqp.Policy) object {
	component := policyComponent
	if p.Operator {
		component = operatorPolicyComponent
	}
	value := policyJSON(p)
	delete(value, "vhost")
	delete(value, "name")
	return object{"vhost": p.Vhost, "component": component, "name": p.Name, "value": value}
}

// parameter tells of one.
func (c *call) parameter() (any, error) {
	var row object
	err := c.look(func(tx *amqp.Tx) (err error) {
		row, err = c.parameterIn(tx)
		return err
	})
	return row, err
}

func (c *call) parameterIn(tx *amqp.Tx) (object, error) {
	for _, p := range parametersOf(tx, c.vars["vhost"]) {
		if p["component"] == c.vars["component"] && p["name"] == c.vars["name"] {
			return p, nil
		}
	}
	return nil, notFound
}

// putParameter sets what the component is about.
func (c *call) putParameter() (any, error) {
	body, err := c.need("value")
	if err != nil {
		return nil, err
	}
	existed := false
	err = c.change(func(tx *amqp.Tx) error {
		if _, there := tx.Vhost(c.vars["vhost"]); !there {
			return vhostNotFound
		}
		_, err := c.parameterIn(tx)
		existed = err == nil
		if c.vars["component"] == policyComponent {
			return badRequest("policies may not be set using this method")
		}
		var d amqp.Definitions
		if err := readParameter(c.vars["vhost"], c.vars["component"], c.vars["name"], body["value"], &d); err != nil {
			return err
		}
		return tx.Import(d)
	})
	return put201(existed), err
}

// readParameter adds to definitions what a parameter in JSON is.
func readParameter(vhost, component, name string, value any, to *amqp.Definitions) error {
	o, _ := value.(object)
	switch {
	case component == operatorPolicyComponent:
		for _, key := range []string{"priority", "pattern", "definition"} {
			if _, has := o[key]; !has {
				return badRequest("Validation failed\n\nKey \"" + key + "\" not found in " + name + "\n")
			}
		}
		p, err := policyOf(vhost, name, o)
		p.Operator = true
		to.Policies = append(to.Policies, p)
		return err
	case component == vhostLimitsComponent && name == limitsName:
		limits, err := tableOf(value)
		to.Limits = append(to.Limits, amqp.VhostLimits{Vhost: vhost, Limits: limits})
		return err
	case component == vhostLimitsComponent:
		return badRequest("Validation failed\n\nthe limits of a virtual host are called " + limitsName + "\n")
	}
	return badRequest("Validation failed\n\ncomponent " + component + " not found\n")
}

// deleteParameter takes back what it is about.
func (c *call) deleteParameter() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		if _, err := c.parameterIn(tx); err != nil {
			return err
		}
		switch c.vars["component"] {
		case vhostLimitsComponent:
			return tx.SetVhostLimits(c.vars["vhost"], nil)
		case operatorPolicyComponent:
			tx.DeletePolicy(c.vars["vhost"], c.vars["name"], true)
			return nil
		}
		return badRequest("policies may not be cleared using this method")
	})
}

// globalParameters lists values that whoever looks after the broker keeps in
// it. RabbitMQ has one of its own among them, internal_cluster_id.
func (c *call) globalParameters() (any, error) {
	var rows []object
	err := c.view(func(tx *amqp.Tx) { rows = rowsOf(tx.GlobalParameters(), globalParameterJSON) })
	return rows, err
}

func globalParameterJSON(p amqp.GlobalParameter) object {
	return object{"name": p.Name, "value": fieldJSON(p.Value)}
}

// globalParameter tells of one.
func (c *call) globalParameter() (any, error) {
	var row object
	err := c.look(func(tx *amqp.Tx) error {
		for _, p := range tx.GlobalParameters() {
			if p.Name == c.vars["name"] {
				row = globalParameterJSON(p)
				return nil
			}
		}
		return notFound
	})
	return row, err
}

// putGlobalParameter takes any value.
func (c *call) putGlobalParameter() (any, error) {
	body, err := c.need("value")
	if err != nil {
		return nil, err
	}
	existed := false
	err = c.change(func(tx *amqp.Tx) error {
		for _, p := range tx.GlobalParameters() {
			existed = existed || p.Name == c.vars["name"]
		}
		tx.SetGlobalParameter(amqp.GlobalParameter{Name: c.vars["name"], Value: fieldOf(body["value"])})
		return nil
	})
	return put201(existed), err
}

func (c *call) deleteGlobalParameter() (any, error) {
	return nil, c.change(func(tx *amqp.Tx) error {
		if !tx.DeleteGlobalParameter(c.vars["name"]) {
			return notFound
		}
		return nil
	})
}
