package syntax

// declaration reads one declaration or statement. After an error in it, it
// goes on where the next seems to begin, and gives what it has.
func (p *parser) declaration() Stmt {
	first := p.current
	var s Stmt
	switch {
	case p.match(Class):
		s = p.class(first)
	case p.match(Fun):
		s = p.function(first)
	case p.match(Var):
		s = p.variable(first)
	default:
		s = p.statement()
	}
	if p.panicking {
		p.synchronize()
	}
	return s
}

func (p *parser) class(first Token) Stmt {
	r := &p.resolver
	c := &ClassDecl{Name: p.ident("Expect class name.")}
	c.Decl = r.declare(p.previous)
	define(c.Decl)
	r.class = &classContext{outer: r.class}
	if p.match(Less) {
		p.superclass(c)
	}
	c.Self = r.ref(c.Name.Text, p.previous)
	p.expect(LeftBrace, "Expect '{' before class body.")
	for p.current.Kind != RightBrace && p.current.Kind != EOF {
		c.Methods = append(c.Methods, p.method())
	}
	p.expect(RightBrace, "Expect '}' after class body.")
	if c.Superclass != nil {
		r.close()
	}
	r.class = r.class.outer
	c.at = p.from(first)
	return c
}

func (p *parser) superclass(c *ClassDecl) {
	r := &p.resolver
	name := p.ident("Expect superclass name.")
	c.Superclass = &Name{at: at{name.At}, Ident: name, Ref: r.ref(name.Text, p.previous)}
	if name.Text == c.Name.Text {
		p.fail(p.previous, "A class can't inherit from itself.")
	}
	c.SuperScope = r.open()
	define(r.add("super", p.previous))
	r.class.hasSuperclass = true
}

func (p *parser) method() *Function {
	first := p.current
	name := p.ident("Expect method name.")
	kind := Method
	if name.Text == "init" {
		kind = Initializer
	}
	return p.functionBody(first, kind, name)
}

func (p *parser) function(first Token) Stmt {
	name := p.ident("Expect function name.")
	decl := p.resolver.declare(p.previous)
	define(decl) // before the body: it may call itself
	f := p.functionBody(first, Plain, name)
	return &FunDecl{p.from(first), Target{decl}, f}
}

// MaxParams is how many parameters a function, and arguments a call, can have.
const MaxParams = 255

// functionNesting is how many levels of nesting a function is worth. A
// variable can be captured by each function on its way in: the deeper these
// may nest, the more a small source can take.
const functionNesting = 10

func (p *parser) functionBody(first Token, kind FunctionKind, name Ident) *Function {
	f := &Function{Kind: kind, Name: name}
	p.resolver.enter(f)
	defer p.resolver.leave(f)
	p.nesting += functionNesting - 1
	defer func() { p.nesting -= functionNesting }()
	if !p.deeper() {
		f.at = p.from(first)
		return f
	}
	if kind != Plain {
		define(p.resolver.add("this", p.previous))
	}
	p.expect(LeftParen, "Expect '(' after function name.")
	if p.current.Kind != RightParen {
		for {
			if len(f.Params) == MaxParams {
				p.fail(p.current, "Can't have more than 255 parameters.")
			}
			f.Params = append(f.Params, p.ident("Expect parameter name."))
			define(p.resolver.declare(p.previous))
			if !p.match(Comma) {
				break
			}
		}
	}
	p.expect(RightParen, "Expect ')' after parameters.")
	open := p.current
	p.expect(LeftBrace, "Expect '{' before function body.")
	f.Body = p.block()
	f.BodyAt = p.from(open).span
	f.at = p.from(first)
	return f
}

// block reads statements up to the closing brace; the opening one is taken.
func (p *parser) block() (stmts []Stmt) {
	for p.current.Kind != RightBrace && p.current.Kind != EOF {
		stmts = append(stmts, p.declaration())
	}
	p.expect(RightBrace, "Expect '}' after block.")
	return stmts
}

func (p *parser) variable(first Token) Stmt {
	v := &VarDecl{Name: p.ident("Expect variable name.")}
	v.Decl = p.resolver.declare(p.previous)
	if p.match(Equal) {
		v.Init = p.expression()
	}
	p.expect(Semicolon, "Expect ';' after variable declaration.")
	define(v.Decl)
	v.at = p.from(first)
	return v
}

func (p *parser) statement() Stmt {
	defer func() { p.nesting-- }()
	if !p.deeper() {
		return &ExprStmt{Expr: &Bad{p.from(p.previous)}}
	}
	first := p.current
	switch {
	case p.match(Print):
		value := p.expression()
		p.expect(Semicolon, "Expect ';' after value.")
		return &PrintStmt{p.from(first), value}
	case p.match(For):
		return p.forStatement(first)
	case p.match(If):
		return p.ifStatement(first)
	case p.match(Return):
		return p.returnStatement(first)
	case p.match(While):
		p.expect(LeftParen, "Expect '(' after 'while'.")
		cond := p.expression()
		p.expect(RightParen, "Expect ')' after condition.")
		body := p.statement()
		return &WhileStmt{p.from(first), cond, body}
	case p.match(LeftBrace):
		scope := p.resolver.open()
		stmts := p.block()
		p.resolver.close()
		return &Block{p.from(first), scope, stmts}
	}
	return p.exprStatement()
}

func (p *parser) exprStatement() Stmt {
	first := p.current
	e := p.expression()
	p.expect(Semicolon, "Expect ';' after expression.")
	return &ExprStmt{p.from(first), e}
}

func (p *parser) forStatement(first Token) Stmt {
	f := &ForStmt{Scope: p.resolver.open()}
	defer p.resolver.close()
	p.expect(LeftParen, "Expect '(' after 'for'.")
	init := p.current
	switch {
	case p.match(Semicolon):
	case p.match(Var):
		f.Init = p.variable(init)
	default:
		f.Init = p.exprStatement()
	}
	if !p.match(Semicolon) {
		f.Cond = p.expression()
		p.expect(Semicolon, "Expect ';' after loop condition.")
	}
	if !p.match(RightParen) {
		f.Step = p.expression()
		p.expect(RightParen, "Expect ')' after for clauses.")
	}
	f.Body = p.statement()
	f.at = p.from(first)
	return f
}

func (p *parser) ifStatement(first Token) Stmt {
	i := &IfStmt{}
	p.expect(LeftParen, "Expect '(' after 'if'.")
	i.Cond = p.expression()
	p.expect(RightParen, "Expect ')' after condition.")
	i.Then = p.statement()
	if p.match(Else) {
		i.Else = p.statement()
	}
	i.at = p.from(first)
	return i
}

func (p *parser) returnStatement(first Token) Stmt {
	r := &ReturnStmt{}
	kind := p.resolver.function.Kind
	if kind == Script {
		p.fail(first, "Can't return from top-level code.")
	}
	if !p.match(Semicolon) {
		if kind == Initializer {
			p.fail(first, "Can't return a value from an initializer.")
		}
		r.Value = p.expression()
		p.expect(Semicolon, "Expect ';' after return value.")
	}
	r.at = p.from(first)
	return r
}
