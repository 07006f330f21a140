package amqp

import (
	"iter"
	"strings"
)

// topicRouter matches routing keys by words between dots, where * in a
// binding's key stands for one word and # for any number (section 3.1.3.3).
// Patterns lie in a trie, so that the cost goes with the key and not with the
// number of bindings.
//
// A key is matched as an automaton would: all nodes that the words so far can
// lead to are held at once, each one once. So the cost is bounded by words
// times nodes, where a search that goes back takes exponential time for
// patterns like #.a.#.a.#.
type topicRouter struct {
	root   topicNode
	round  uint64       // numbers the steps, to mark the nodes of one
	now    []*topicNode // reached by the words so far
	coming []*topicNode // reached by one word more
}

type topicNode struct {
	next     map[string]*topicNode // by a literal word
	star     *topicNode            // by *
	hash     *topicNode            // by #
	stays    bool                  // it is some node's hash: every word leads back to it
	bindings []*binding            // whose key ends here
	round    uint64                // in which it was last reached
}

func newTopicRouter() *topicRouter { return &topicRouter{} }

// words gives the words of a key; the empty key has none, which is not the
// same as one empty word (rabbit_exchange_type_topic:split_topic_key).
func words(key string) iter.Seq[string] {
	return func(yield func(string) bool) {
		rest := key
		for more := key != ""; more; {
			var word string
			word, rest, more = strings.Cut(rest, ".")
			if !yield(word) {
				return
			}
		}
	}
}

func (*topicRouter) check(*binding) error { return nil }

func (r *topicRouter) add(b *binding) {
	n := &r.root
	for word := range words(b.key) {
		n = n.grow(word)
	}
	n.bindings = append(n.bindings, b)
}

// child gives the child for a word of a pattern.
func (n *topicNode) child(word string) *topicNode {
	switch word {
	case "#":
		return n.hash
	case "*":
		return n.star
	}
	return n.next[word]
}

// grow is child, made if it is not there.
func (n *topicNode) grow(word string) *topicNode {
	child := n.child(word)
	if child != nil {
		return child
	}
	child = &topicNode{stays: word == "#"}
	n.set(word, child)
	return child
}

// set makes child the child for a word of a pattern; nil takes it away.
func (n *topicNode) set(word string, child *topicNode) {
	switch {
	case word == "#":
		n.hash = child
	case word == "*":
		n.star = child
	case child == nil:
		delete(n.next, word)
	case n.next == nil:
		n.next = map[string]*topicNode{word: child}
	default:
		n.next[word] = child
	}
}

// remove takes b out, and the nodes that then lead nowhere.
func (r *topicRouter) remove(b *binding) {
	type branch struct {
		from *topicNode
		word string
	}
	var path []branch
	n := &r.root
	for word := range words(b.key) {
		path = append(path, branch{n, word})
		if n = n.child(word); n == nil {
			return
		}
	}
	n.bindings = without(n.bindings, b)
	for i := len(path) - 1; i >= 0 && n.bare(); i-- {
		n = path[i].from
		n.set(path[i].word, nil)
	}
}

// bare tells that no pattern ends here or further down.
func (n *topicNode) bare() bool {
	return len(n.bindings) == 0 && len(n.next) == 0 && n.star == nil && n.hash == nil
}

func (r *topicRouter) route(m *Message, to func(*binding)) {
	r.now = r.now[:0]
	r.round++
	r.now = r.reach(r.now, &r.root)
	for word := range words(m.Key) {
		r.step(word)
	}
	for _, n := range r.now {
		for _, b := range n.bindings {
			to(b)
		}
	}
}

// step goes on from all nodes of now by one word.
func (r *topicRouter) step(word string) {
	r.round++
	coming := r.coming[:0]
	for _, n := range r.now {
		if n.stays {
			coming = r.reach(coming, n)
		}
		coming = r.reach(coming, n.next[word])
		coming = r.reach(coming, n.star)
	}
	r.now, r.coming = coming, r.now
}

// reach adds n to a step's nodes, unless it is nil or there already, and with
// it what # leads to: that needs no word.
func (r *topicRouter) reach(list []*topicNode, n *topicNode) []*topicNode {
	for n != nil && n.round != r.round {
		n.round = r.round
		list = append(list, n)
		n = n.hash
	}
	return list
}
