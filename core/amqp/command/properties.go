package command

import (
	"github.com/twelvefold/twelvefold/core/amqp"
	"github.com/twelvefold/twelvefold/core/amqp/wire"
	"github.com/twelvefold/twelvefold/core/jsontext"
)

// properties reads the argument of that name into a property list as it is on
// the wire. A property that is given is present, be it empty or 0.
func (a *args) properties() []byte {
	v, ok := a.Get("properties")
	if !ok {
		return nil
	}
	o, ok := v.(jsontext.Object)
	if !ok {
		a.Wrong("properties", "an object")
		return nil
	}
	p, err := readProperties(o)
	a.Fail(err)
	return wire.AppendProperties(nil, &p)
}

func readProperties(o jsontext.Object) (p wire.Properties, err error) {
	a := args{jsontext.NewArgs(o)}
	present := func(name string, flag wire.PropertyFlags) {
		if v, _ := o.Get(name); v != nil {
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
	p.DeliveryMode = uint8(a.Integer("delivery_mode", 255))
	present("delivery_mode", wire.HasDeliveryMode)
	p.Priority = uint8(a.Integer("priority", 255))
	present("priority", wire.HasPriority)
	p.Timestamp = uint64(a.Integer("timestamp", 1<<63-1))
	present("timestamp", wire.HasTimestamp)
	return p, a.Check()
}

// addProperties writes a message's property list as a member.
func addProperties(w *jsontext.Writer, m *amqp.Message) *jsontext.Writer {
	p, err := wire.DecodeProperties(m.Properties)
	if err != nil {
		p = wire.Properties{} // not to be: they were checked when they came
	}
	return w.Raw("properties", writeProperties(&p))
}

func writeProperties(p *wire.Properties) []byte {
	o := &jsontext.Writer{}
	for i, field := range p.Texts() {
		if is := wire.TextProperties[i]; p.Has(is.Flag) {
			o.Text(is.Name, *field)
		}
	}
	if p.Has(wire.HasHeaders) {
		o.Raw("headers", appendValue(nil, p.Headers))
	}
	if p.Has(wire.HasDeliveryMode) {
		o.Integer("delivery_mode", int64(p.DeliveryMode))
	}
	if p.Has(wire.HasPriority) {
		o.Integer("priority", int64(p.Priority))
	}
	if p.Has(wire.HasTimestamp) {
		o.Integer("timestamp", int64(p.Timestamp))
	}
	return o.End()
}
