package syntax

import "strconv"

// describe describes a node.
func describe(n Node) description {
	switch n := n.(type) {
	case *Function:
		// The script is a function, too, but nobody has named or can call it.
		d := description{kind: functionKinds[n.Kind], params: n.Params, parts: []part{many("body", n.Body)}}
		if n.Kind != Script {
			d.name, d.function = &n.Name, true
		}
		return d
	case Expr:
		return describeExpr(n)
	case Stmt:
		return describeStmt(n)
	}
	return description{}
}

var functionKinds = [...]string{Script: "Script", Plain: "Function", Method: "Method", Initializer: "Initializer"}

func describeExpr(e Expr) description {
	switch e := e.(type) {
	case *Literal:
		return description{kind: "Literal", value: e.text()}
	case *Grouping:
		return description{kind: "Grouping", parts: []part{one("inner", e.Inner)}}
	case *Name:
		return description{kind: "Name", name: &e.Ident, ref: &e.Ref}
	case *Assign:
		return description{kind: "Assign", name: &e.Ident, ref: &e.Ref, parts: []part{one("value", e.Value)}}
	case *Unary:
		return description{kind: "Unary", op: e.Op.String(), parts: []part{one("operand", e.Operand)}}
	case *Binary:
		return description{kind: "Binary", op: e.Op.String(), parts: []part{one("left", e.Left), one("right", e.Right)}}
	case *Logical:
		return description{kind: "Logical", op: e.Op.String(), parts: []part{one("left", e.Left), one("right", e.Right)}}
	case *Call:
		return description{kind: "Call", parts: []part{one("callee", e.Callee), many("args", e.Args)}}
	case *Get:
		return description{kind: "Get", name: &e.Name, parts: []part{one("object", e.Object)}}
	case *Set:
		return description{kind: "Set", name: &e.Name, parts: []part{one("object", e.Object), one("value", e.Value)}}
	case *ThisExpr:
		return description{kind: "ThisExpr", ref: &e.Ref}
	case *SuperGet:
		return description{kind: "SuperGet", name: &e.Method, ref: &e.Super}
	}
	return description{kind: "Bad"}
}

func describeStmt(s Stmt) description {
	switch s := s.(type) {
	case *ExprStmt:
		return description{kind: "ExprStmt", parts: []part{one("expr", s.Expr)}}
	case *PrintStmt:
		return description{kind: "PrintStmt", parts: []part{one("expr", s.Expr)}}
	case *VarDecl:
		return description{kind: "VarDecl", name: &s.Name, target: &s.Target, parts: ifAny("init", s.Init)}
	case *Block:
		return description{kind: "Block", parts: []part{many("stmts", s.Stmts)}}
	case *IfStmt:
		d := description{kind: "IfStmt", parts: []part{one("cond", s.Cond), one("then", s.Then)}}
		if s.Else != nil {
			d.parts = append(d.parts, one("else", s.Else))
		}
		return d
	case *WhileStmt:
		return description{kind: "WhileStmt", parts: []part{one("cond", s.Cond), one("body", s.Body)}}
	case *ForStmt:
		d := description{kind: "ForStmt"}
		if s.Init != nil {
			d.parts = append(d.parts, one("init", s.Init))
		}
		d.parts = append(d.parts, ifAny("cond", s.Cond)...)
		d.parts = append(d.parts, ifAny("step", s.Step)...)
		d.parts = append(d.parts, one("body", s.Body))
		return d
	case *FunDecl:
		return description{kind: "FunDecl", name: &s.Function.Name, target: &s.Target, parts: []part{one("function", s.Function)}}
	case *ReturnStmt:
		return description{kind: "ReturnStmt", parts: ifAny("value", s.Value)}
	case *ClassDecl:
		d := description{kind: "ClassDecl", name: &s.Name, target: &s.Target}
		if s.Superclass != nil {
			d.parts = append(d.parts, one("superclass", s.Superclass))
		}
		d.parts = append(d.parts, many("methods", s.Methods))
		return d
	}
	return description{}
}

// ifAny is an expression that may be left out.
func ifAny(name string, e Expr) []part {
	if e == nil {
		return nil
	}
	return []part{one(name, e)}
}

// text gives a literal as one would write it; a string's quotes and line ends
// are escaped.
func (l *Literal) text() string {
	switch l.Kind {
	case Number:
		return strconv.FormatFloat(l.Number, 'g', -1, 64)
	case String:
		return strconv.Quote(l.Text)
	}
	return l.Kind.String()
}
