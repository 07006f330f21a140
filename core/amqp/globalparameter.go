package amqp

import "github.com/twelvefold/twelvefold/core/amqp/wire"

// GlobalParameter is a value that the broker keeps by name, for those who look
// after it (rabbitmq.com/docs/parameters): it changes nothing.
type GlobalParameter struct {
	Name  string
	Value any // of a field table
}

const kindGlobal = "global_parameter"

func (p GlobalParameter) definition() wire.Table {
	return wire.Table{{Name: "kind", Value: kindGlobal}, {Name: "name", Value: p.Name}, {Name: "value", Value: p.Value}}
}

// GlobalParameters lists them, by name.
func (tx *Tx) GlobalParameters() []GlobalParameter {
	list := []GlobalParameter{}
	for name, value := range ordered(tx.db.globals) {
		list = append(list, GlobalParameter{name, value})
	}
	return list
}

// SetGlobalParameter makes or changes one.
func (tx *Tx) SetGlobalParameter(p GlobalParameter) {
	tx.db.globals[p.Name] = p.Value
	tx.define(p.definition(), true)
}

// DeleteGlobalParameter removes one; false: there is none of that name.
func (tx *Tx) DeleteGlobalParameter(name string) bool {
	value, there := tx.db.globals[name]
	if there {
		delete(tx.db.globals, name)
		tx.define(GlobalParameter{name, value}.definition(), false)
	}
	return there
}
