package command

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// properties reads the argument of that name into a property list as it is on
// the wire. A property that is given is present, be it empty or 0.
func (a *args) properties() []byte {
	v, ok := a.get("properties")
	if !ok {
		return nil
	}
	t, ok := v.(wire.Table)
	if !ok {
		a.wrong("properties", "an object")
		return nil
	}
	p, err := readProperties(t)
	if err != nil && a.err == nil {
		a.err = err
	}
	return wire.AppendProperties(nil, &p)
}

func readProperties(t wire.Table) (p wire.Properties, err error) {
	a := args{given: t}
	present := func(name string, flag wire.PropertyFlags) {
		if v, _ := t.Get(name); v != nil {
			p.Present |= flag
		}
	}
	for i, field := range p.Texts() {
		is := wire.TextProperties[i]
		*field = a.text(is.Name)
		present(is.Name, is.Flag)
	}
	p.Headers = a.table("headers")
	present("headers", wire.HasHeaders)
	p.DeliveryMode = uint8(a.number("delivery_mode", 255))
	present("delivery_mode", wire.HasDeliveryMode)
	p.Priority = uint8(a.number("priority", 255))
	present("priority", wire.HasPriority)
	p.Timestamp = uint64(a.number("timestamp", 1<<63-1))
	present("timestamp", wire.HasTimestamp)
	return p, a.check()
}

// properties writes a message's property list.
func (o *object) properties(m *amqp.Message) *object {
	p, err := wire.DecodeProperties(m.Properties)
	if err != nil {
		p = wire.Properties{} // not to be: they were checked when they came
	}
	return o.raw("properties", writeProperties(&p))
}

func writeProperties(p *wire.Properties) []byte {
	o := &object{}
	for i, field := range p.Texts() {
		if is := wire.TextProperties[i]; p.Has(is.Flag) {
			o.text(is.Name, *field)
		}
	}
	if p.Has(wire.HasHeaders) {
		o.raw("headers", appendValue(nil, p.Headers))
	}
	if p.Has(wire.HasDeliveryMode) {
		o.number("delivery_mode", int64(p.DeliveryMode))
	}
	if p.Has(wire.HasPriority) {
		o.number("priority", int64(p.Priority))
	}
	if p.Has(wire.HasTimestamp) {
		o.number("timestamp", int64(p.Timestamp))
	}
	return o.end()
}
