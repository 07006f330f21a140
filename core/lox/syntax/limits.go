package syntax

// Limits are what a program may use of each thing that the book's compiler
// numbers in a byte or two. The resolver counts variables, and one pass over
// the tree the rest; both are before the engines, so that they agree.
type Limits struct {
	Locals    int // in scope at once in one function, the function itself among them
	Upvalues  int // variables that one function captures
	Constants int // names, numbers, strings and functions in one function, each time it stands there
	Jump      int // bytes of the book's bytecode that a branch or loop leaps over
	Height    int // nodes in each other that weigh as much as a call (Function.Weight)
}

// Book are the limits of the book's C interpreter. There a call is a call,
// however deep its function nests: no tree is as high as Height.
var Book = Limits{Locals: 256, Upvalues: 256, Constants: 256, Jump: 65535, Height: 1 << 24}

// Wide are limits that no program written by hand meets. Constants are half of
// what an operand of 16 bits can tell apart: the fast engine compiles the
// condition of a loop twice.
var Wide = Limits{Locals: 2000, Upvalues: 2000, Constants: 30_000, Jump: 1 << 24, Height: 32}

// MaxStack is how many values one function can need at once: somewhat fewer
// than the registers that an operand of the fast engine reaches.
const MaxStack = 4000

func checkLimits(f *File, limits Limits) []Diagnostic {
	c := &counter{source: f.Source, limits: limits}
	c.function(f.Script)
	return c.found
}

// counter measures each function in the book's bytecode: the length of its
// code, its constants, and the values on its stack.
type counter struct {
	source *Source
	limits Limits
	found  []Diagnostic
	fn     *measure
	silent bool // one error in a statement is enough
}

// measure is what one function has used so far.
type measure struct {
	outer     *measure
	kind      FunctionKind
	size      int // bytes of code
	constants int
	locals    int // in scope now
	stack     int // the most values at once
	depth     int // of statements and expressions in each other, here
	height    int // the most of depth
}

func (m *measure) down() {
	m.depth++
	m.height = max(m.height, m.depth)
}

func (m *measure) up() { m.depth-- }

// over reports a breach, at the last token of a span.
func (c *counter) over(at Span, message string) {
	if c.silent || len(c.found) == MaxDiagnostics {
		return
	}
	c.silent = true
	c.found = append(c.found, diagnose(lastToken(c.source, at), message))
}

// lastToken reads the last token of a span anew. Statements stand in each other,
// and end in a token of one byte: what is before it is not read for each.
func lastToken(s *Source, at Span) Token {
	if c := s.Text[at.End-1]; c == ';' || c == '}' {
		at.Start = at.End - 1
	}
	scan := scanner{text: s.Text[:at.End], at: at.Start, line: s.Line(at.Start)}
	last := scan.next()
	for {
		t := scan.next()
		if t.Kind == EOF {
			return last
		}
		last = t
	}
}

func (c *counter) emit(n int) { c.fn.size += n }

func (c *counter) constant(at Span) {
	c.fn.constants++
	if c.fn.constants > c.limits.Constants {
		c.over(at, "Too many constants in one chunk.")
	}
}

// local counts a variable that comes into scope.
func (c *counter) local(at Span) {
	c.fn.locals++
	c.need(0, at)
}

// need notes that temps values lie above the locals.
func (c *counter) need(temps int, at Span) {
	c.fn.stack = max(c.fn.stack, c.fn.locals+temps)
	if c.fn.stack > MaxStack {
		c.over(at, "Too many values at once in function.")
	}
}

// scope measures what is in a scope, and what it takes to leave it.
func (c *counter) scope(inside func()) {
	before := c.fn.locals
	inside()
	c.emit(c.fn.locals - before)
	c.fn.locals = before
}

func (c *counter) function(f *Function) {
	c.fn = &measure{outer: c.fn, kind: f.Kind, locals: 1}
	for _, p := range f.Params {
		c.local(p.At)
	}
	c.stmts(f.Body)
	c.emit(3)
	f.Weight = 1 + c.fn.height/c.limits.Height
	c.fn = c.fn.outer
	if c.fn == nil {
		return
	}
	c.constant(f.BodyAt)
	c.emit(2 + 2*len(f.Captures))
	c.need(1, f.BodyAt)
}

func (c *counter) stmts(list []Stmt) {
	for _, s := range list {
		c.stmt(s)
		c.silent = false
	}
}

func (c *counter) stmt(s Stmt) {
	Unwind()
	c.fn.down()
	defer c.fn.up()
	switch s := s.(type) {
	case *ExprStmt:
		c.expr(s.Expr, 0)
		c.emit(1)
	case *PrintStmt:
		c.expr(s.Expr, 0)
		c.emit(1)
	case *VarDecl:
		c.varDecl(s)
	case *Block:
		c.scope(func() { c.stmts(s.Stmts) })
	case *IfStmt:
		c.ifStmt(s)
	case *WhileStmt:
		start := c.fn.size
		c.expr(s.Cond, 0)
		c.emit(4)
		c.loop(start, c.fn.size, s.Body)
	case *ForStmt:
		c.scope(func() { c.forStmt(s) })
	case *FunDecl:
		c.target(s.Decl, s.Function.Name)
		c.function(s.Function)
		c.define(s.Decl)
	case *ReturnStmt:
		if s.Value == nil {
			c.emit(2)
			if c.fn.kind == Initializer {
				c.emit(1) // `this` is a local, nil an instruction
			}
			return
		}
		c.expr(s.Value, 0)
		c.emit(1)
	case *ClassDecl:
		c.classDecl(s)
	}
}

// target counts the constant for a global's name, or the local.
func (c *counter) target(v *Variable, name Ident) {
	if v == nil {
		c.constant(name.At)
		return
	}
	c.local(name.At)
}

func (c *counter) define(v *Variable) {
	if v == nil {
		c.emit(2)
	}
}

func (c *counter) varDecl(s *VarDecl) {
	c.target(s.Decl, s.Name)
	if s.Init == nil {
		c.emit(1)
	} else {
		c.expr(s.Init, 0)
	}
	c.define(s.Decl)
}

func (c *counter) ifStmt(s *IfStmt) {
	c.expr(s.Cond, 0)
	c.emit(4)
	start := c.fn.size
	c.stmt(s.Then)
	c.emit(3)
	c.jump(c.fn.size-start+1, s.Then.Span())
	c.emit(1)
	start = c.fn.size
	if s.Else != nil {
		c.stmt(s.Else)
		c.jump(c.fn.size-start+1, s.Else.Span())
	}
}

func (c *counter) jump(distance int, at Span) {
	if distance > c.limits.Jump {
		c.over(at, "Too much code to jump over.")
	}
}

// noExit is for loops without a condition.
const noExit = -1

// loop measures a loop's body, the leap back to start, and that over all that
// follows the condition, which ends at exit.
func (c *counter) loop(start, exit int, body Stmt) {
	c.stmt(body)
	c.back(start, body.Span())
	if exit != noExit {
		c.jump(c.fn.size-exit+1, body.Span())
		c.emit(1)
	}
}

// back measures a leap back.
func (c *counter) back(start int, at Span) {
	c.emit(3)
	if c.fn.size-start > c.limits.Jump {
		c.over(at, "Loop body too large.")
	}
}

func (c *counter) forStmt(s *ForStmt) {
	if s.Init != nil {
		c.stmt(s.Init)
	}
	start, exit := c.fn.size, noExit
	if s.Cond != nil {
		c.expr(s.Cond, 0)
		c.emit(4)
		exit = c.fn.size
	}
	if s.Step != nil {
		c.emit(3)
		step := c.fn.size
		c.expr(s.Step, 0)
		c.emit(1)
		c.back(start, Span{s.Step.Span().Start, s.Body.Span().Start}) // to the parenthesis
		start = step
	}
	c.loop(start, exit, s.Body)
}

func (c *counter) classDecl(s *ClassDecl) {
	c.constant(s.Name.At)
	if s.Decl != nil {
		c.local(s.Name.At)
	}
	c.emit(2)
	c.define(s.Decl)
	c.scope(func() {
		if s.Superclass != nil {
			c.ref(s.Superclass.Var, s.Superclass.Ident.At)
			c.local(s.Superclass.Ident.At)
			c.ref(s.Self.Var, s.Superclass.Ident.At)
			c.emit(1)
		}
		c.ref(s.Self.Var, s.Name.At)
		for _, m := range s.Methods {
			c.constant(m.Name.At)
			c.function(m)
			c.emit(2)
			c.need(3, m.Span())
		}
		c.emit(1)
	})
}

// ref counts the reading or writing of a variable.
func (c *counter) ref(v *Variable, at Span) {
	if v == nil {
		c.constant(at)
	}
	c.emit(2)
}

// expr measures an expression that begins with temps values above the locals.
func (c *counter) expr(e Expr, temps int) {
	Unwind()
	if e == nil {
		return
	}
	c.fn.down()
	defer c.fn.up()
	c.need(temps+1, e.Span())
	switch e := e.(type) {
	case *Literal:
		c.emit(1)
		if e.Kind == Number || e.Kind == String {
			c.constant(e.Span())
			c.emit(1)
		}
	case *Grouping:
		c.expr(e.Inner, temps)
	case *Name:
		c.ref(e.Var, e.Span())
	case *Assign:
		if e.Var == nil {
			c.constant(e.Ident.At)
		}
		c.expr(e.Value, temps)
		c.emit(2)
	case *Unary:
		c.expr(e.Operand, temps)
		c.emit(1)
	case *Binary:
		c.expr(e.Left, temps)
		c.expr(e.Right, temps+1)
		c.emit(1)
		if e.Op == BangEqual || e.Op == LessEqual || e.Op == GreaterEqual {
			c.emit(1)
		}
	case *Logical:
		c.logical(e, temps)
	case *Call:
		c.call(e, temps)
	case *Get:
		c.expr(e.Object, temps)
		c.constant(e.Name.At)
		c.emit(2)
	case *Set:
		c.expr(e.Object, temps)
		c.constant(e.Name.At)
		c.expr(e.Value, temps+1)
		c.emit(2)
	case *ThisExpr:
		c.emit(2)
	case *SuperGet:
		c.constant(e.Method.At)
		c.emit(6)
		c.need(temps+2, e.Span())
	}
}

func (c *counter) logical(e *Logical, temps int) {
	c.expr(e.Left, temps)
	c.emit(4)
	if e.Op == Or {
		c.emit(3)
	}
	start := c.fn.size
	c.expr(e.Right, temps)
	c.jump(c.fn.size-start+1, e.Right.Span())
}

// call measures a call; one of a property is a single instruction.
func (c *counter) call(e *Call, temps int) {
	c.expr(e.Callee, temps)
	for i, a := range e.Args {
		c.expr(a, temps+1+i)
	}
	c.need(temps+3+len(e.Args), e.Span())
	c.emit(2)
	switch e.Callee.(type) {
	case *Get, *SuperGet:
		c.emit(-1)
	}
}
