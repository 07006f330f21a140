package syntax

import (
	"math"
	"reflect"
	"strconv"
	"strings"
)

func inf() float64 { return math.Inf(1) }

// showAll and show write a tree as the book does, in parentheses.
func showAll(list []Stmt) string {
	var out []string
	for _, s := range list {
		out = append(out, show(s))
	}
	return strings.Join(out, " ")
}

func parens(parts ...string) string { return "(" + strings.Join(parts, " ") + ")" }

func show(n Node) string {
	switch n := n.(type) {
	case *Literal:
		switch n.Kind {
		case Number:
			return strconv.FormatFloat(n.Number, 'g', -1, 64)
		case String:
			return `"` + n.Text + `"`
		}
		return n.Kind.String()
	case *Grouping:
		return parens("group", show(n.Inner))
	case *Name:
		return n.Ident.Text
	case *Assign:
		return parens("=", n.Ident.Text, show(n.Value))
	case *Unary:
		return parens(n.Op.String(), show(n.Operand))
	case *Binary:
		return parens(n.Op.String(), show(n.Left), show(n.Right))
	case *Logical:
		return parens(n.Op.String(), show(n.Left), show(n.Right))
	case *Call:
		parts := []string{"call", show(n.Callee)}
		for _, a := range n.Args {
			parts = append(parts, show(a))
		}
		return parens(parts...)
	case *Get:
		return parens(".", show(n.Object), n.Name.Text)
	case *Set:
		return parens("=", parens(".", show(n.Object), n.Name.Text), show(n.Value))
	case *ThisExpr:
		return "this"
	case *SuperGet:
		return "super." + n.Method.Text
	case *Bad:
		return "BAD"
	}
	return showStmt(n)
}

func showStmt(n Node) string {
	switch n := n.(type) {
	case *ExprStmt:
		return show(n.Expr)
	case *PrintStmt:
		return parens("print", show(n.Expr))
	case *VarDecl:
		if n.Init == nil {
			return parens("var", n.Name.Text)
		}
		return parens("var", n.Name.Text, show(n.Init))
	case *Block:
		return "{" + showAll(n.Stmts) + "}"
	case *IfStmt:
		if n.Else == nil {
			return parens("if", show(n.Cond), show(n.Then))
		}
		return parens("if", show(n.Cond), show(n.Then), show(n.Else))
	case *WhileStmt:
		return parens("while", show(n.Cond), show(n.Body))
	case *ForStmt:
		return parens("for", optional(n.Init), optional(n.Cond), optional(n.Step), show(n.Body))
	case *FunDecl:
		return showFunction(n.Function)
	case *ReturnStmt:
		if n.Value == nil {
			return "(return)"
		}
		return parens("return", show(n.Value))
	case *ClassDecl:
		parts := []string{"class", n.Name.Text}
		if n.Superclass != nil {
			parts = append(parts, "<", n.Superclass.Ident.Text)
		}
		for _, m := range n.Methods {
			parts = append(parts, showFunction(m))
		}
		return parens(parts...)
	}
	return "?"
}

func optional(n Node) string {
	if n == nil || reflect.ValueOf(n).IsNil() {
		return "_"
	}
	return show(n)
}

func showFunction(f *Function) string {
	var params []string
	for _, p := range f.Params {
		params = append(params, p.Text)
	}
	parts := []string{"fun", f.Name.Text, "[" + strings.Join(params, " ") + "]"}
	if len(f.Body) > 0 {
		parts = append(parts, showAll(f.Body))
	}
	return parens(parts...)
}

// children are the nodes right below one, in the order of the text, found by
// reflection: a new kind of node is not forgotten here.
func children(n Node) []Node {
	var found []Node
	collect(reflect.ValueOf(n).Elem(), &found)
	return found
}

func collect(v reflect.Value, found *[]Node) {
	for i := range v.NumField() {
		f := v.Field(i)
		name := v.Type().Field(i).Name
		switch {
		case !v.Type().Field(i).IsExported(), name == "Parent", name == "Scope", name == "SuperScope", name == "Captures":
		case f.Kind() == reflect.Slice:
			for k := range f.Len() {
				appendNode(f.Index(k), found)
			}
		default:
			appendNode(f, found)
		}
	}
}

func appendNode(v reflect.Value, found *[]Node) {
	if v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface || v.IsNil() {
		return
	}
	if n, ok := v.Interface().(Node); ok {
		*found = append(*found, n)
	}
}

// walk calls visit for a node and all below it.
func walk(n Node, visit func(Node)) {
	visit(n)
	for _, c := range children(n) {
		walk(c, visit)
	}
}

// idents are all names of a file.
func idents(file *File) []Ident {
	var found []Ident
	walk(file.Script, func(n Node) {
		v := reflect.ValueOf(n).Elem()
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue
			}
			switch f := v.Field(i).Interface().(type) {
			case Ident:
				if n != Node(file.Script) {
					found = append(found, f)
				}
			case []Ident:
				found = append(found, f...)
			}
		}
	})
	return found
}
