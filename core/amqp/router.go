package amqp

// router finds the bindings of one exchange that match a message. route may
// name a binding twice; the caller sends to each destination once.
type router interface {
	// check refuses a binding that makes no sense for the type.
	check(*binding) error
	add(*binding)
	remove(*binding)
	route(m *Message, to func(*binding))
}

// newRouter gives the router of an exchange type, nil for an unknown one.
func newRouter(kind string) router {
	switch kind {
	case Direct:
		return directRouter{}
	case Fanout:
		return &fanoutRouter{}
	case Topic:
		return newTopicRouter()
	case Headers:
		return &headersRouter{}
	}
	return nil
}

// directRouter matches the routing key as it is (section 3.1.3.1).
type directRouter map[string][]*binding

func (directRouter) check(*binding) error { return nil }
func (r directRouter) add(b *binding)     { r[b.key] = append(r[b.key], b) }

func (r directRouter) remove(b *binding) {
	if r[b.key] = without(r[b.key], b); len(r[b.key]) == 0 {
		delete(r, b.key)
	}
}

func (r directRouter) route(m *Message, to func(*binding)) {
	for _, b := range r[m.Key] {
		to(b)
	}
}

// fanoutRouter matches everything (section 3.1.3.2).
type fanoutRouter struct{ all []*binding }

func (*fanoutRouter) check(*binding) error { return nil }
func (r *fanoutRouter) add(b *binding)     { r.all = append(r.all, b) }
func (r *fanoutRouter) remove(b *binding)  { r.all = without(r.all, b) }

func (r *fanoutRouter) route(_ *Message, to func(*binding)) {
	for _, b := range r.all {
		to(b)
	}
}

// without gives list without x, in the same order.
func without[T comparable](list []T, x T) []T {
	for i, have := range list {
		if have == x {
			return append(list[:i:i], list[i+1:]...)
		}
	}
	return list
}
