package syntax

// description is a node as tools show it: both forms of the printed tree,
// print_text.go and print_json.go, are written from it.
type description struct {
	kind string
	// name is the one that the node has, if any.
	name *Ident
	// value is of a literal, in quotes where it is a string; op of an operator.
	value, op string
	// ref is what a used name means, target what a declaration declares.
	ref    *Ref
	target *Target
	// function says that there are params.
	function bool
	params   []Ident
	parts    []part
}

// part is what a node has below it in one place: one node, or a list.
type part struct {
	name   string
	node   Node
	list   []Node
	isList bool
}

func one(name string, n Node) part { return part{name: name, node: n} }

func many[N Node](name string, nodes []N) part {
	p := part{name: name, isList: true}
	for _, n := range nodes {
		p.list = append(p.list, n)
	}
	return p
}

// reach tells how a function gets at the variable that a name means, in the
// words of the book: "local" to it, an "upvalue" of a function around it, or
// "global".
func reach(r Ref, from *Function) string {
	switch {
	case r.Var == nil:
		return "global"
	case r.Var.Scope.Function != from:
		return "upvalue"
	}
	return "local"
}

// inside gives the function that what lies below a node belongs to.
func inside(n Node, from *Function) *Function {
	if f, ok := n.(*Function); ok {
		return f
	}
	return from
}
