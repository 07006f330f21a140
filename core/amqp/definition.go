package amqp

import (
	"slices"

	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// A definition is something that was declared, as a field table: in the log,
// and in snapshots. "kind" and "gone" say what it is and whether it went.

func (tx *Tx) define(t wire.Table, made bool) {
	s := tx.db.store
	if s == nil || s.replaying {
		return
	}
	t.Set("gone", !made)
	s.buf = wire.AppendTable(s.buf[:0], t)
	at, size := s.appendWhole(recordDefinition)
	s.segment(at.Segment).defines = true
	s.defines(size, made)
	tx.urgent, tx.barrier = true, s.log.End()
}

func (tx *Tx) logVhost(vh *vhost, made bool)      { tx.define(vh.definition(), made) }
func (tx *Tx) logUser(u *user)                    { tx.define(u.definition(), tx.db.users[u.name] == u) }
func (tx *Tx) logExchange(x *exchange, made bool) { tx.define(x.definition(), made) }
func (tx *Tx) logQueue(q *queue, made bool)       { tx.define(q.definition(), made) }
func (tx *Tx) logBinding(b *binding, made bool)   { tx.define(b.definition(), made) }
func (tx *Tx) logPolicy(p *policy, made bool)     { tx.define(p.definition(), made) }

func (vh *vhost) definition() wire.Table {
	t := wire.Table{
		{Name: "kind", Value: "vhost"}, {Name: "name", Value: vh.name},
		{Name: "description", Value: vh.description}, {Name: "tags", Value: arrayOf(vh.tags)},
	}
	if len(vh.limits) > 0 {
		t.Set("limits", vh.limits)
	}
	return t
}

func (u *user) definition() wire.Table {
	perms := wire.Table{}
	for vhost, p := range ordered(u.permissions) {
		perms.Set(vhost, wire.Array{p.patterns[0], p.patterns[1], p.patterns[2]})
	}
	t := wire.Table{
		{Name: "kind", Value: "user"}, {Name: "name", Value: u.name}, {Name: "hash", Value: u.hash},
		{Name: "tags", Value: arrayOf(u.tags)}, {Name: "permissions", Value: perms},
	}
	if len(u.topics) > 0 {
		t.Set("topics", u.topicDefinitions())
	}
	if len(u.limits) > 0 {
		t.Set("limits", u.limits)
	}
	return t
}

func (x *exchange) definition() wire.Table {
	return wire.Table{
		{Name: "kind", Value: "exchange"}, {Name: "vhost", Value: x.vhost.name}, {Name: "name", Value: x.name},
		{Name: "id", Value: int64(x.id)}, {Name: "type", Value: x.kind},
		{Name: "durable", Value: x.durable}, {Name: "auto_delete", Value: x.autoDelete}, {Name: "internal", Value: x.internal}, {Name: "arguments", Value: x.args},
	}
}

func (q *queue) definition() wire.Table {
	return wire.Table{
		{Name: "kind", Value: "queue"}, {Name: "vhost", Value: q.vhost.name}, {Name: "name", Value: q.name},
		{Name: "id", Value: int64(q.id)}, {Name: "durable", Value: q.durable}, {Name: "auto_delete", Value: q.autoDelete}, {Name: "arguments", Value: q.args},
	}
}

func (b *binding) definition() wire.Table {
	return wire.Table{
		{Name: "kind", Value: "binding"}, {Name: "vhost", Value: b.source.vhost.name},
		{Name: "source", Value: b.source.name}, {Name: "destination", Value: b.destination()},
		{Name: "to_exchange", Value: b.target != nil}, {Name: "key", Value: b.key}, {Name: "arguments", Value: b.args},
	}
}

// definitions are all that a restart must bring back, in an order in which
// they can be made again; with transient, what does not last as well. Queues
// of a connection's own are never among them.
func (db *DB) definitions(transient bool) []wire.Table {
	all := []wire.Table{db.counter()}
	var bindings []wire.Table
	for _, vh := range ordered(db.vhosts) {
		all = append(all, vh.definition())
		for _, operator := range []bool{false, true} {
			for _, p := range ordered(vh.policiesOf(operator)) {
				all = append(all, p.definition())
			}
		}
		for _, x := range ordered(vh.exchanges) {
			if !x.durable && !transient {
				continue
			}
			if !x.predeclared() {
				all = append(all, x.definition())
			}
			for _, b := range x.bindings {
				if (b.durable() || transient) && (b.queue == nil || b.queue.owner == nil) {
					bindings = append(bindings, b.definition())
				}
			}
		}
		for _, q := range ordered(vh.queues) {
			if (q.durable || transient) && q.owner == nil {
				all = append(all, q.definition())
			}
		}
	}
	for _, u := range ordered(db.users) {
		all = append(all, u.definition())
	}
	for name, value := range ordered(db.globals) {
		all = append(all, GlobalParameter{name, value}.definition())
	}
	return append(all, bindings...)
}

// logSnapshot writes all definitions: segments with earlier ones may go.
func (db *DB) logSnapshot(all []wire.Table) {
	s := db.store
	s.buf = s.buf[:0]
	for _, t := range all {
		s.buf = wire.AppendTable(s.buf, t)
	}
	for _, seg := range s.segs {
		seg.defines = false
	}
	at, size := s.appendWhole(recordSnapshot)
	s.segment(at.Segment).defines = true
	s.defined = int64(size)
}

// defines keeps up what a snapshot would take: removing something says about
// as much as making it did.
func (s *store) defines(size int, made bool) {
	if made {
		s.defined += int64(size)
	} else {
		s.defined = max(s.defined-int64(size), 0)
	}
}

// counter is the last number given to a queue or exchange: none must be given
// again, as the log may still have messages under it.
func (db *DB) counter() wire.Table {
	return wire.Table{{Name: "kind", Value: "counter"}, {Name: "id", Value: int64(db.lastID)}}
}

// apply makes what a definition says, without logging it.
func (tx *Tx) apply(t wire.Table) {
	db := tx.db
	str := func(name string) string { v, _ := t.Get(name); s, _ := v.(string); return s }
	flag := func(name string) bool { v, _ := t.Get(name); return v == true }
	gone := flag("gone")
	vh := db.vhosts[str("vhost")]
	v, _ := t.Get("arguments")
	args, _ := v.(wire.Table)
	v, _ = t.Get("id")
	id, _ := wire.Integer(v)
	db.lastID = max(db.lastID, uint64(id))
	switch kind := str("kind"); {
	case kind == "vhost" && gone:
		delete(db.vhosts, str("name"))
	case kind == "vhost":
		tx.applyVhost(t, str("name"), str("description"))
	case kind == "user":
		tx.applyUser(t, str("name"), str("hash"), gone)
	case kind == kindGlobal && gone:
		delete(db.globals, str("name"))
	case kind == kindGlobal:
		db.globals[str("name")], _ = t.Get("value")
	case vh == nil: // of a virtual host that is gone
	case kind == kindPolicy, kind == kindOperatorPolicy:
		tx.applyPolicy(vh, t, kind == kindOperatorPolicy, gone)
	case kind == "exchange":
		tx.applyExchange(vh, str("name"), str("type"), gone, ExchangeDeclare{
			Name: str("name"), Type: str("type"), Durable: flag("durable"),
			AutoDelete: flag("auto_delete"), Internal: flag("internal"), Arguments: args,
		}, uint64(id))
	case kind == "queue":
		tx.applyQueue(vh, gone, uint64(id), QueueDeclare{
			Name: str("name"), Durable: flag("durable"), AutoDelete: flag("auto_delete"), Arguments: args,
		})
	case kind == "binding":
		tx.applyBinding(vh, gone, Bind{
			Source: str("source"), Destination: str("destination"), ToExchange: flag("to_exchange"),
			Key: str("key"), Arguments: args,
		})
	}
}

func (tx *Tx) applyVhost(t wire.Table, name, description string) {
	vh := tx.db.vhosts[name]
	if vh == nil {
		vh = newVhost(name)
		tx.db.vhosts[name] = vh
	}
	v, _ := t.Get("tags")
	vh.description, vh.tags = description, textsOf(v)
	v, _ = t.Get("limits")
	vh.limits, _ = v.(wire.Table)
}

func (tx *Tx) applyUser(t wire.Table, name, hash string, gone bool) {
	if gone {
		delete(tx.db.users, name)
		return
	}
	u := &user{name: name, hash: hash, permissions: map[string]*permission{}}
	v, _ := t.Get("tags")
	u.tags = textsOf(v)
	v, _ = t.Get("permissions")
	perms, _ := v.(wire.Table)
	for _, f := range perms {
		list, _ := f.Value.(wire.Array)
		patterns := make([]string, 3)
		for i := range min(len(list), 3) {
			patterns[i], _ = list[i].(string)
		}
		if p := newPermission(patterns...); p != nil {
			u.permissions[f.Name] = p
		}
	}
	v, _ = t.Get("topics")
	u.applyTopics(v)
	v, _ = t.Get("limits")
	u.limits, _ = v.(wire.Table)
	tx.db.users[name] = u
}

func (tx *Tx) applyExchange(vh *vhost, name, kind string, gone bool, d ExchangeDeclare, id uint64) {
	have := vh.exchanges[name]
	switch {
	case gone && have != nil && have.id == id:
		tx.removeExchange(have)
	case !gone:
		x := tx.addExchange(vh, d)
		x.id = id
	}
}

func (tx *Tx) applyQueue(vh *vhost, gone bool, id uint64, d QueueDeclare) {
	have := vh.queues[d.Name]
	switch {
	case gone && have != nil && have.id == id:
		tx.removeQueue(have)
	case !gone:
		settings, err := parseQueueArgs(vh, d)
		if err != nil {
			return // accepted once: a later version may have grown stricter
		}
		last := tx.db.lastID
		tx.addQueue(vh, d, settings).id = id
		tx.db.lastID = max(last, id)
	}
}

func (tx *Tx) applyBinding(vh *vhost, gone bool, d Bind) {
	x := vh.exchanges[d.Source]
	b := &binding{source: x, key: d.Key, args: d.Arguments}
	if d.ToExchange {
		b.target = vh.exchanges[d.Destination]
	} else {
		b.queue = vh.queues[d.Destination]
	}
	if x == nil || (b.queue == nil && b.target == nil) {
		return
	}
	for _, have := range slices.Clone(x.bindings) {
		if have.same(b) {
			if gone {
				tx.removeBinding(have)
			}
			return
		}
	}
	if !gone {
		tx.addBinding(b)
	}
}

// same tells that two bindings say the same.
func (b *binding) same(o *binding) bool {
	return b.key == o.key && b.queue == o.queue && b.target == o.target && wire.Equal(b.args, o.args)
}

func arrayOf(texts []string) wire.Array {
	var list wire.Array
	for _, t := range texts {
		list = append(list, t)
	}
	return list
}

// textsOf are the texts of an array.
func textsOf(v any) []string {
	var texts []string
	list, _ := v.(wire.Array)
	for _, one := range list {
		if s, ok := one.(string); ok {
			texts = append(texts, s)
		}
	}
	return texts
}
