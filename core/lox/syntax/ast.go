package syntax

// Node is a piece of the tree. Nodes are pointers; the resolver and the
// engines may use one as the key of a map.
type Node interface {
	// Span is where the node stands in its source.
	Span() Span
}

// Expr is an expression: one of *Literal, *Grouping, *Name, *Assign, *Unary,
// *Binary, *Logical, *Call, *Get, *Set, *ThisExpr, *SuperGet, *Bad.
type Expr interface {
	Node
	expr()
}

// Stmt is a statement or declaration: one of *ExprStmt, *PrintStmt, *VarDecl,
// *Block, *IfStmt, *WhileStmt, *ForStmt, *FunDecl, *ReturnStmt, *ClassDecl.
type Stmt interface {
	Node
	stmt()
}

// File is a whole source, parsed and resolved.
type File struct {
	Source *Source
	// Script is the program as a function of its own, as engines run it.
	Script   *Function
	Comments []Comment
	// Names are all texts that an Ident has, each once.
	Names []string

	tokens int
}

// Size is about what the file takes in memory, in bytes, and what engines make
// of it: an account of memory counts it, so it must be the same on every
// machine. Nodes are bulky, but no token makes more than one or two.
func (f *File) Size() int {
	const token, line = 64, 8
	return len(f.Source.Text) + token*f.tokens + line*len(f.Source.lines)
}

// Ident is a name where it stands.
type Ident struct {
	Text string
	At   Span
	Line int
	// Number is the place of Text in File.Names, so that an engine can look
	// names up by an index.
	Number int
}

// at is embedded by every node.
type at struct{ span Span }

func (a at) Span() Span { return a.span }

type (
	// Literal is a number, string, true, false or nil: Kind tells which.
	Literal struct {
		at
		Kind   Kind // Number, String, True, False or Nil
		Number float64
		Text   string // of a string, without its quotes
	}
	// Grouping is an expression in parentheses.
	Grouping struct {
		at
		Inner Expr
	}
	// Name is a variable that is read.
	Name struct {
		at
		Ref
		Ident Ident
	}
	// Assign stores into a variable, and is the value stored.
	Assign struct {
		at
		Ref
		Ident Ident
		Value Expr
	}
	// Unary is - or ! before an operand.
	Unary struct {
		at
		Op      Kind
		Operand Expr
	}
	// Binary is an operator between operands that are both evaluated.
	Binary struct {
		at
		Op          Kind
		Left, Right Expr
	}
	// Logical is `and` or `or`: the right side is evaluated where the left
	// does not decide.
	Logical struct {
		at
		Op          Kind
		Left, Right Expr
	}
	// Call calls a function, a method or a class.
	Call struct {
		at
		Callee Expr
		Args   []Expr
	}
	// Get reads a property.
	Get struct {
		at
		Object Expr
		Name   Ident
	}
	// Set stores a field, and is the value stored.
	Set struct {
		at
		Object Expr
		Name   Ident
		Value  Expr
	}
	// ThisExpr is the instance that a method runs on.
	ThisExpr struct {
		at
		Ref
	}
	// SuperGet is a method of the superclass, bound to this.
	SuperGet struct {
		at
		This, Super Ref
		Method      Ident
	}
	// Bad stands where no expression could be read.
	Bad struct{ at }
)

func (*Literal) expr()  {}
func (*Grouping) expr() {}
func (*Name) expr()     {}
func (*Assign) expr()   {}
func (*Unary) expr()    {}
func (*Binary) expr()   {}
func (*Logical) expr()  {}
func (*Call) expr()     {}
func (*Get) expr()      {}
func (*Set) expr()      {}
func (*ThisExpr) expr() {}
func (*SuperGet) expr() {}
func (*Bad) expr()      {}

type (
	// ExprStmt is an expression for its effect.
	ExprStmt struct {
		at
		Expr Expr
	}
	// PrintStmt writes a value and a line's end.
	PrintStmt struct {
		at
		Expr Expr
	}
	// VarDecl declares a variable; Init is nil where none is given.
	VarDecl struct {
		at
		Target
		Name Ident
		Init Expr
	}
	// Block is statements with a scope of their own.
	Block struct {
		at
		Scope *Scope
		Stmts []Stmt
	}
	// IfStmt is a choice; Else is nil where there is none.
	IfStmt struct {
		at
		Cond       Expr
		Then, Else Stmt
	}
	// WhileStmt is a loop with its condition first.
	WhileStmt struct {
		at
		Cond Expr
		Body Stmt
	}
	// ForStmt is a loop of three clauses, each of which may be nil. Scope is
	// that of the initializer: one variable for all rounds.
	ForStmt struct {
		at
		Scope *Scope
		Init  Stmt
		Cond  Expr
		Step  Expr
		Body  Stmt
	}
	// FunDecl declares a function.
	FunDecl struct {
		at
		Target
		Function *Function
	}
	// ReturnStmt ends a function; Value is nil where none is given.
	ReturnStmt struct {
		at
		Value Expr
	}
	// ClassDecl declares a class.
	ClassDecl struct {
		at
		Target
		Name Ident
		// Superclass is nil where there is none. SuperScope then holds the one
		// variable that super means in the methods.
		Superclass *Name
		SuperScope *Scope
		// Self are the class's own name as its declaration reads it: to
		// inherit, and to add methods.
		Self    Ref
		Methods []*Function
	}
)

func (*ExprStmt) stmt()   {}
func (*PrintStmt) stmt()  {}
func (*VarDecl) stmt()    {}
func (*Block) stmt()      {}
func (*IfStmt) stmt()     {}
func (*WhileStmt) stmt()  {}
func (*ForStmt) stmt()    {}
func (*FunDecl) stmt()    {}
func (*ReturnStmt) stmt() {}
func (*ClassDecl) stmt()  {}

// FunctionKind tells what `this` and `return` mean in a function.
type FunctionKind uint8

// The kinds of functions.
const (
	Script FunctionKind = iota
	Plain
	Method
	Initializer
)

// Function is a function, a method, or the whole program.
type Function struct {
	at
	Kind FunctionKind
	Name Ident // of the script, empty
	// Params are the parameters' names; their variables are the first of
	// Scope, after `this` in a method.
	Params []Ident
	Body   []Stmt
	// BodyAt is the braces and what is between them.
	BodyAt Span

	// What the resolver found:

	Parent *Function
	Scope  *Scope
	// Captures are the variables of functions around this one that it, or a
	// function in it, uses: the book's upvalues, in order of first use.
	Captures []*Variable
	// Weight is what a call of it takes of the limit on depth: an engine that
	// walks the tree goes as deep into the host's stack as the function's
	// statements and expressions stand in each other.
	Weight int

	// While it is read:

	live     int                // variables in scope
	captured map[*Variable]bool // those of Captures
}
