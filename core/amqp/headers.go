package amqp

import (
	"github.com/twelvefold/twelvefold/core/amqp/wire"
)

// headersRouter matches the headers property against each binding's arguments
// (section 3.1.3.4; any-with-x and all-with-x are RabbitMQ's).
type headersRouter struct{ all []*binding }

func (r *headersRouter) add(b *binding)    { r.all = append(r.all, b) }
func (r *headersRouter) remove(b *binding) { r.all = without(r.all, b) }

func (*headersRouter) check(b *binding) error {
	match, ok := b.args.Get("x-match")
	if !ok {
		return nil
	}
	switch text, isText := match.(string); {
	case !isText:
		return Refuse(wire.PreconditionFailed, "Invalid x-match field type ", typeName(match), " (value ", show(match), "); expected longstr")
	case text == "all", text == "any", text == "all-with-x", text == "any-with-x":
		return nil
	default:
		return Refuse(wire.PreconditionFailed, "Invalid x-match field value ", show(match), "; expected all, any, all-with-x, or any-with-x")
	}
}

func (r *headersRouter) route(m *Message, to func(*binding)) {
	if len(r.all) == 0 {
		return
	}
	headers := m.Headers()
	for _, b := range r.all {
		if matchHeaders(b.args, headers) {
			to(b)
		}
	}
}

// matchHeaders compares values that the binding names; a void value asks for
// the header's presence only.
func matchHeaders(args, headers wire.Table) bool {
	mode := "all"
	if v, ok := args.Get("x-match"); ok {
		mode, _ = v.(string)
	}
	every := mode == "all" || mode == "all-with-x"
	withX := mode == "all-with-x" || mode == "any-with-x"
	for _, want := range args {
		if want.Name == "x-match" || (!withX && len(want.Name) > 1 && want.Name[:2] == "x-") {
			continue
		}
		have, ok := headers.Get(want.Name)
		matches := ok && (want.Value == nil || sameTerm(have, want.Value))
		if matches != every {
			return !every
		}
	}
	return every
}
