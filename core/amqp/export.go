package amqp

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/event"
)

// Definitions are what a broker was told to be, without messages and without
// what goes with a connection: enough to set up another one alike. RabbitMQ
// exchanges them as JSON, which is the business of server/management.
type Definitions struct {
	Accounts    []Account
	Vhosts      []VhostInfo // of which name, description and tags count
	Limits      []VhostLimits
	Globals     []GlobalParameter
	Permissions []Permission
	Topics      []TopicPermission
	Policies    []Policy // users' and operators'
	Queues      []QueueDefinition
	Exchanges   []ExchangeDefinition
	Bindings    []BindingInfo
}

// VhostLimits are the limits of one virtual host (SetVhostLimits).
type VhostLimits struct {
	Vhost  string
	Limits wire.Table
}

// QueueDefinition is a queue as it was declared.
type QueueDefinition struct {
	Vhost, Name         string
	Durable, AutoDelete bool
	Arguments           wire.Table
}

// ExchangeDefinition is an exchange as it was declared.
type ExchangeDefinition struct {
	Vhost, Name, Type             string
	Durable, AutoDelete, Internal bool
	Arguments                     wire.Table
}

// Export gives the definitions of the whole broker. What every virtual host
// has by itself is left out, and so are exclusive queues.
func (tx *Tx) Export() Definitions {
	d := Definitions{Accounts: tx.Accounts(), Vhosts: tx.Vhosts(), Permissions: tx.Permissions(),
		Topics: tx.TopicPermissions(), Globals: tx.GlobalParameters()}
	for _, vh := range d.Vhosts {
		tx.exportVhost(vh.Name, &d)
	}
	return d
}

// ExportVhost gives the queues, exchanges, bindings, policies and limits of
// one virtual host; none where there is no such.
func (tx *Tx) ExportVhost(vhost string) Definitions {
	var d Definitions
	tx.exportVhost(vhost, &d)
	return d
}

// exportVhost adds what one virtual host has, and leaves out bindings whose
// queue is not exported.
func (tx *Tx) exportVhost(vhost string, d *Definitions) {
	exported := map[string]bool{}
	for _, q := range tx.Queues(vhost) {
		if q.Exclusive {
			continue
		}
		exported[q.Name] = true
		d.Queues = append(d.Queues, QueueDefinition{vhost, q.Name, q.Durable, q.AutoDelete, q.Arguments})
	}
	for _, x := range tx.Exchanges(vhost) {
		if x.Name != "" && !reserved(x.Name) {
			d.Exchanges = append(d.Exchanges,
				ExchangeDefinition{vhost, x.Name, x.Type, x.Durable, x.AutoDelete, x.Internal, x.Arguments})
		}
	}
	for _, b := range tx.Bindings(vhost) {
		if b.Source != "" && (b.ToExchange || exported[b.Destination]) {
			d.Bindings = append(d.Bindings, b)
		}
	}
	if vh := tx.db.vhosts[vhost]; vh != nil && len(vh.limits) > 0 {
		d.Limits = append(d.Limits, VhostLimits{vhost, slices.Clone(vh.limits)})
	}
	d.Policies = append(append(d.Policies, tx.Policies(vhost, false)...), tx.Policies(vhost, true)...)
}

// Import makes what the definitions name. A queue or exchange that is there
// is left as it is; users, permissions, policies, limits and global parameters
// are changed. The first
// refusal ends it: 404 for a virtual host or destination that is not there,
// 406 for arguments, 503 for a type of exchange. What came before stays.
func (tx *Tx) Import(d Definitions) error {
	for _, a := range d.Accounts {
		if err := tx.PutAccount(a); err != nil {
			return err
		}
	}
	for _, vh := range d.Vhosts {
		if tx.db.vhosts[vh.Name] == nil {
			tx.PutVhost(vh.Name, vh.Description, vh.Tags)
		}
	}
	for _, p := range d.Permissions {
		if err := tx.SetPermission(p); err != nil {
			return err
		}
	}
	for _, p := range d.Topics {
		if err := tx.SetTopicPermission(p); err != nil {
			return err
		}
	}
	for _, p := range d.Policies {
		if err := tx.SetPolicy(p); err != nil {
			return err
		}
	}
	for _, p := range d.Globals {
		tx.SetGlobalParameter(p)
	}
	if err := tx.importTopology(d); err != nil {
		return err
	}
	for _, l := range d.Limits { // last: what is in the file was there beside its limits
		if err := tx.SetVhostLimits(l.Vhost, l.Limits); err != nil {
			return err
		}
	}
	return nil
}

// importTopology makes both ends before the bindings.
func (tx *Tx) importTopology(d Definitions) error {
	for _, q := range d.Queues {
		if err := tx.importQueue(q); err != nil {
			return err
		}
	}
	for _, x := range d.Exchanges {
		if err := tx.importExchange(x); err != nil {
			return err
		}
	}
	for _, b := range d.Bindings {
		if err := tx.importBinding(b); err != nil {
			return err
		}
	}
	return nil
}

// importQueue checks what a client's declaration would have checked, but for
// the rights of a user: who imports is above them.
func (tx *Tx) importQueue(d QueueDefinition) error {
	vh := tx.db.vhosts[d.Vhost]
	if vh == nil {
		return noVhost(d.Vhost)
	}
	if vh.queues[d.Name] != nil {
		return nil
	}
	declare := QueueDeclare{Name: d.Name, Durable: d.Durable, AutoDelete: d.AutoDelete, Arguments: d.Arguments}
	settings, err := parseQueueArgs(vh, declare)
	if err == nil {
		err = checkNames(d.Name)
	}
	if err == nil {
		err = tx.roomForQueue(vh, d.Name)
	}
	if err != nil {
		return err
	}
	if q := tx.addQueue(vh, declare, settings); q.durable {
		tx.logQueue(q, true)
	}
	tx.happened(event.Set, "queue", vh, d.Name, "")
	return nil
}

func (tx *Tx) importExchange(d ExchangeDefinition) error {
	vh := tx.db.vhosts[d.Vhost]
	if vh == nil {
		return noVhost(d.Vhost)
	}
	if vh.exchanges[d.Name] != nil {
		return nil
	}
	declare := ExchangeDeclare{Name: d.Name, Type: d.Type, Durable: d.Durable, AutoDelete: d.AutoDelete,
		Internal: d.Internal, Arguments: d.Arguments}
	if newRouter(declare.routes()) == nil {
		return Refuse(wire.CommandInvalid, "unknown exchange type '", d.Type, "'")
	}
	if err := checkNames(d.Name); err != nil {
		return err
	}
	return tx.createExchange(vh, declare)
}

// routes is the type by which the exchange routes: for a delayed one that is
// an argument.
func (d *ExchangeDeclare) routes() string {
	if d.Type != Delayed {
		return d.Type
	}
	t, _ := d.Arguments.Get("x-delayed-type")
	kind, _ := t.(string)
	return kind
}

func (tx *Tx) importBinding(d BindingInfo) error {
	vh := tx.db.vhosts[d.Vhost]
	if vh == nil {
		return noVhost(d.Vhost)
	}
	x, err := vh.exchange(d.Source)
	if err != nil {
		return err
	}
	b := &binding{source: x, key: d.Key, args: d.Arguments}
	if d.ToExchange {
		if b.target, err = vh.exchange(d.Destination); err != nil {
			return err
		}
	} else if b.queue = vh.queues[d.Destination]; b.queue == nil {
		return noQueue(vh, d.Destination)
	}
	for _, have := range x.index[b.indexKey()] {
		if wire.Equal(have.args, b.args) {
			return nil
		}
	}
	if err = x.router.check(b); err == nil {
		err = checkNames(d.Key)
	}
	if err == nil {
		err = tx.roomForBinding(x)
	}
	if err != nil {
		return err
	}
	tx.addBinding(b)
	if b.durable() {
		tx.logBinding(b, true)
	}
	return nil
}

// reserved names begin with what only the broker may use.
func reserved(name string) bool { return len(name) >= 4 && name[:4] == "amq." }
