package amqp

import "strings"

// topicRouter matches routing keys by words between dots, where * in a
// binding's key stands for one word and # for any number (section 3.1.3.3).
// Patterns lie in a trie, so that the cost goes with the key and not with the
// number of bindings.
type topicRouter struct{ root topicNode }

type topicNode struct {
	next     map[string]*topicNode
	bindings []*binding // whose key ends here
}

func newTopicRouter() *topicRouter { return &topicRouter{} }

func (*topicRouter) check(*binding) error { return nil }

func (r *topicRouter) add(b *binding) {
	n := &r.root
	for word := range strings.SplitSeq(b.key, ".") {
		child := n.next[word]
		if child == nil {
			child = &topicNode{}
			if n.next == nil {
				n.next = map[string]*topicNode{}
			}
			n.next[word] = child
		}
		n = child
	}
	n.bindings = append(n.bindings, b)
}

func (r *topicRouter) remove(b *binding) { r.root.remove(b, b.key, false) }

// remove takes b out below n and prunes empty nodes; done marks the key's end.
func (n *topicNode) remove(b *binding, key string, done bool) {
	if done {
		n.bindings = without(n.bindings, b)
		return
	}
	word, rest, more := strings.Cut(key, ".")
	child := n.next[word]
	if child == nil {
		return
	}
	child.remove(b, rest, !more)
	if len(child.bindings) == 0 && len(child.next) == 0 {
		delete(n.next, word)
	}
}

func (r *topicRouter) route(m *Message, to func(*binding)) {
	r.root.route(m.Key, false, to)
}

// route walks all patterns that match the rest of a key; done says that no
// word is left, which is not the same as one empty word.
func (n *topicNode) route(key string, done bool, to func(*binding)) {
	if hash := n.next["#"]; hash != nil {
		hash.routeHash(key, done, to)
	}
	if done {
		for _, b := range n.bindings {
			to(b)
		}
		return
	}
	word, rest, more := strings.Cut(key, ".")
	if child := n.next[word]; child != nil && word != "#" {
		child.route(rest, !more, to)
	}
	if star := n.next["*"]; star != nil && word != "*" {
		star.route(rest, !more, to)
	}
}

// routeHash is route for a node below #, which eats any number of words.
func (n *topicNode) routeHash(key string, done bool, to func(*binding)) {
	for {
		n.route(key, done, to)
		if done {
			return
		}
		var more bool
		_, key, more = strings.Cut(key, ".")
		done = !more
	}
}
