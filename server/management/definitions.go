package management

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// exportAll gives what another broker, or a RabbitMQ, needs to be set up alike.
func (c *call) exportAll() (any, error) {
	var d amqp.Definitions
	if err := c.view(func(tx *amqp.Tx) { d = tx.Export() }); err != nil {
		return nil, err
	}
	o := definitionsJSON(d)
	users, vhosts, permissions, topics := []object{}, []object{}, []object{}, []object{}
	for _, a := range d.Accounts {
		users = append(users, userJSON(a))
	}
	for _, vh := range d.Vhosts {
		vhosts = append(vhosts, object{"name": vh.Name})
	}
	for _, p := range d.Permissions {
		permissions = append(permissions, permissionJSON(p))
	}
	for _, p := range d.Topics {
		topics = append(topics, topicPermissionJSON(p))
	}
	o["rabbitmq_version"], o["product_name"], o["product_version"] = rabbitMQVersion, "RabbitMQ", rabbitMQVersion
	o["users"], o["vhosts"], o["permissions"] = users, vhosts, permissions
	o["topic_permissions"], o["global_parameters"] = topics, rowsOf(d.Globals, globalParameterJSON)
	return o, nil
}

// exportVhost leaves the virtual host's name out, so that the definitions can
// be imported into another; RabbitMQ leaves it in policies.
func (c *call) exportVhost() (any, error) {
	var d amqp.Definitions
	err := c.look(func(tx *amqp.Tx) error {
		if _, there := tx.Vhost(c.vars["vhost"]); !there {
			return badRequest("vhost_not_found")
		}
		d = tx.ExportVhost(c.vars["vhost"])
		return nil
	})
	o := definitionsJSON(d)
	for _, kind := range []string{"queues", "exchanges", "bindings"} {
		for _, row := range o[kind].([]object) {
			delete(row, "vhost")
		}
	}
	return o, err
}

// definitionsJSON is what both exports have.
func definitionsJSON(d amqp.Definitions) object {
	queues, exchanges, bindings, policies, parameters := []object{}, []object{}, []object{}, []object{}, []object{}
	for _, q := range d.Queues {
		queues = append(queues, object{"name": q.Name, "vhost": q.Vhost, "durable": q.Durable,
			"auto_delete": q.AutoDelete, "arguments": tableObject(q.Arguments)})
	}
	for _, x := range d.Exchanges {
		exchanges = append(exchanges, object{"name": x.Name, "vhost": x.Vhost, "type": x.Type, "durable": x.Durable,
			"auto_delete": x.AutoDelete, "internal": x.Internal, "arguments": tableObject(x.Arguments)})
	}
	for _, b := range d.Bindings {
		row := bindingJSON(b)
		delete(row, "properties_key")
		bindings = append(bindings, row)
	}
	for _, l := range d.Limits {
		parameters = append(parameters, limitsParameter(l))
	}
	for _, p := range d.Policies {
		if p.Operator {
			parameters = append(parameters, policyParameter(p))
		} else {
			policies = append(policies, policyJSON(p))
		}
	}
	return object{"rabbit_version": rabbitMQVersion, "parameters": parameters, "policies": policies,
		"queues": queues, "exchanges": exchanges, "bindings": bindings}
}

// importAll takes the export of this broker or of a RabbitMQ. What this broker
// does not do (parameters of shovels and the like) is refused, so that nobody
// takes it for done.
func (c *call) importAll() (any, error) { return c.importInto("") }

// importVhost puts everything into the path's virtual host; users and
// permissions in the file are passed over.
func (c *call) importVhost() (any, error) {
	there := false
	if err := c.view(func(tx *amqp.Tx) { _, there = tx.Vhost(c.vars["vhost"]) }); err != nil {
		return nil, err
	}
	if !there {
		return nil, vhostNotFound
	}
	return c.importInto(c.vars["vhost"])
}

// importInto reads the whole file before it changes anything, so that a file
// that makes no sense changes nothing.
func (c *call) importInto(vhost string) (any, error) {
	body, err := c.body()
	if err != nil {
		return nil, badRequest("failed_to_parse_json")
	}
	err = c.change(func(tx *amqp.Tx) error {
		r := reader{body: body, vhost: vhost}
		d := r.definitions(tx)
		if r.err != nil {
			return r.err
		}
		return tx.Import(d)
	})
	if err != nil { // whatever it is, the file is to blame
		return nil, badRequest(asProblem(err).reason)
	}
	return nil, nil
}

// reader reads definitions from JSON; err is the first thing wrong.
type reader struct {
	body  object
	vhost string // of all that names none
	err   error
}

func (r *reader) definitions(tx *amqp.Tx) amqp.Definitions {
	var d amqp.Definitions
	if r.vhost == "" {
		r.each("users", func(o object) {
			a, err := accountOf(tx, text(o, "name"), o)
			r.fail(err)
			d.Accounts = append(d.Accounts, a)
		})
		r.each("vhosts", func(o object) {
			d.Vhosts = append(d.Vhosts, amqp.VhostInfo{Name: text(o, "name"), Description: text(o, "description"), Tags: tagsOf(o["tags"])})
		})
		r.each("permissions", func(o object) {
			p, err := permissionOf(text(o, "user"), text(o, "vhost"), o)
			r.fail(err)
			d.Permissions = append(d.Permissions, p)
		})
		r.each("topic_permissions", func(o object) {
			p, err := topicPermissionOf(text(o, "user"), text(o, "vhost"), o)
			r.fail(err)
			d.Topics = append(d.Topics, p)
		})
	}
	if r.vhost == "" {
		r.each("global_parameters", func(o object) {
			d.Globals = append(d.Globals, amqp.GlobalParameter{Name: text(o, "name"), Value: fieldOf(o["value"])})
		})
	}
	r.each("policies", func(o object) {
		p, err := policyOf(r.vhostOf(o), text(o, "name"), o)
		r.fail(err)
		d.Policies = append(d.Policies, p)
	})
	r.topology(&d)
	r.each("parameters", func(o object) {
		r.fail(readParameter(r.vhostOf(o), text(o, "component"), text(o, "name"), o["value"], &d))
	})
	return d
}

// topology reads queues, exchanges and bindings.
func (r *reader) topology(d *amqp.Definitions) {
	r.each("queues", func(o object) {
		q := amqp.QueueDefinition{Vhost: r.vhostOf(o), Name: text(o, "name"), Arguments: r.arguments(o)}
		q.Durable, q.AutoDelete = r.flag(o, "durable"), r.flag(o, "auto_delete")
		d.Queues = append(d.Queues, q)
	})
	r.each("exchanges", func(o object) {
		x := amqp.ExchangeDefinition{Vhost: r.vhostOf(o), Name: text(o, "name"), Type: text(o, "type"), Arguments: r.arguments(o)}
		x.Durable, x.AutoDelete, x.Internal = r.flag(o, "durable"), r.flag(o, "auto_delete"), r.flag(o, "internal")
		d.Exchanges = append(d.Exchanges, x)
	})
	r.each("bindings", func(o object) {
		d.Bindings = append(d.Bindings, amqp.BindingInfo{
			Vhost: r.vhostOf(o), Source: text(o, "source"), Destination: text(o, "destination"),
			ToExchange: o["destination_type"] == "exchange", Key: text(o, "routing_key"), Arguments: r.arguments(o),
		})
	})
}

// each calls f for the objects of a list; a list that is not there is empty.
func (r *reader) each(name string, f func(object)) {
	list, isList := r.body[name].([]any)
	if !isList && r.body[name] != nil {
		r.fail(badRequest(name + " must be a list"))
	}
	for _, v := range list {
		o, isObject := v.(object)
		if !isObject {
			r.fail(badRequest(name + " must be a list of objects"))
			return
		}
		f(o)
	}
}

// fail keeps the first error: those after it mostly follow from it.
func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// vhostOf is the virtual host that a line belongs to.
func (r *reader) vhostOf(o object) string {
	if r.vhost != "" {
		return r.vhost
	}
	return text(o, "vhost")
}

func (r *reader) arguments(o object) wire.Table {
	t, err := tableOf(o["arguments"])
	r.fail(err)
	return t
}

func (r *reader) flag(o object, name string) bool {
	is, err := flag(o, name)
	r.fail(err)
	return is
}

func text(o object, name string) string {
	s, _ := o[name].(string)
	return s
}
