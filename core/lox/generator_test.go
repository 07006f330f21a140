package lox_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// generator writes random programs: of every construct, mostly of fitting
// types so that they run a while, now and then not.
type generator struct {
	r      *rand.Rand
	b      strings.Builder
	indent int
	// scopes holds the variables in reach by kind, the innermost last.
	scopes  []map[kind][]string
	classes []class
	method  *class // whose method is being written, or nil
	inFun   bool
	loops   int // loops around, of which few are good for the time
	names   int
}

// kind is what a variable most likely holds.
type kind int

const (
	number kind = iota
	text
	truth
	function // of one parameter
	instance
	kinds
)

type class struct {
	name    string
	super   *class
	methods []string
}

// program writes a program as a list of its top-level statements.
func program(seed uint64) []string {
	g := &generator{r: rand.New(rand.NewPCG(seed, 1))}
	g.push()
	var parts []string
	for range 4 + g.r.IntN(14) {
		g.b.Reset()
		g.statement(4)
		parts = append(parts, g.b.String())
	}
	return parts
}

func (g *generator) push() { g.scopes = append(g.scopes, map[kind][]string{}) }
func (g *generator) pop()  { g.scopes = g.scopes[:len(g.scopes)-1] }

// odds is true once in n times.
func (g *generator) odds(n int) bool { return g.r.IntN(n) == 0 }

func (g *generator) pick(list ...string) string { return list[g.r.IntN(len(list))] }

// fresh makes a name; now and then one that is there already.
func (g *generator) fresh(k kind) string {
	if g.odds(80) {
		return g.variable(k)
	}
	g.names++
	return string("nsbfo"[k]) + strconv.Itoa(g.names)
}

func (g *generator) declare(k kind, name string) {
	s := g.scopes[len(g.scopes)-1]
	s[k] = append(s[k], name)
}

// variable gives a variable in reach, most likely of a kind.
func (g *generator) variable(k kind) string {
	if g.odds(40) {
		k = kind(g.r.IntN(int(kinds)))
	}
	var all []string
	for _, s := range g.scopes {
		all = append(all, s[k]...)
	}
	if len(all) == 0 || g.odds(400) {
		return "unknown"
	}
	return g.pick(all...)
}

func (g *generator) has(k kind) bool {
	for _, s := range g.scopes {
		if len(s[k]) > 0 {
			return true
		}
	}
	return false
}

func (g *generator) line(parts ...string) {
	g.b.WriteString(strings.Repeat("  ", g.indent))
	for _, p := range parts {
		g.b.WriteString(p)
	}
	g.b.WriteByte('\n')
}

func (g *generator) statement(depth int) {
	if depth <= 0 {
		g.line("print ", g.any(2), ";")
		return
	}
	switch g.r.IntN(14) {
	case 0, 1, 2:
		k := kind(g.r.IntN(3))
		init := g.expr(k, 3)
		name := g.fresh(k)
		g.line("var ", name, " = ", init, ";")
		g.declare(k, name)
	case 3:
		g.line("print ", g.any(3), ";")
	case 4:
		g.line(g.effect(), ";")
	case 5:
		g.block("if ("+g.expr(truth, 2)+") ", depth-1)
		if g.odds(2) {
			g.block("else ", depth-1)
		}
	case 6, 7:
		g.loop(depth)
	case 8, 9:
		g.fun(depth)
	case 10, 11:
		g.class(depth)
	case 12:
		g.block("", depth-1)
	default:
		if g.inFun && g.odds(2) {
			g.line("return ", g.expr(number, 2), ";")
			return
		}
		if len(g.classes) > 0 {
			name := g.fresh(instance)
			g.line("var ", name, " = ", g.expr(instance, 2), ";")
			g.declare(instance, name)
		}
	}
}

func (g *generator) block(head string, depth int) {
	g.line(head, "{")
	g.body(depth)
	g.line("}")
}

func (g *generator) body(depth int) {
	g.indent++
	g.push()
	for range 1 + g.r.IntN(3) {
		g.statement(depth)
	}
	g.pop()
	g.indent--
}

func (g *generator) loop(depth int) {
	if g.loops == 2 {
		g.statement(depth - 1)
		return
	}
	g.loops++
	g.names++
	i := "i" + strconv.Itoa(g.names)
	rounds := strconv.Itoa(g.r.IntN(7))
	switch g.r.IntN(5) {
	case 0:
		g.line("{ var ", i, " = 0; while (", i, " ", g.pick("<", "<="), " ", rounds, ") {")
		g.body(depth - 1)
		g.line("  ", i, " = ", i, " + 1; } }")
	case 1:
		g.line("for (var ", i, " = ", rounds, "; ", i, " ", g.pick(">", ">="), " 0; ", i, " = ", i, " - 1) {")
		g.scopedBody(i, depth)
		g.line("}")
	case 2:
		g.line("{ var ", i, " = 0; while (", i, " != ", rounds, " and ", g.expr(truth, 1), ") {")
		g.scopedBody(i, depth)
		g.line("  ", i, " = ", i, " + 1; } }")
	default:
		g.line("for (var ", i, " = 0; ", i, " < ", g.pick(rounds, "("+rounds+")", g.expr(number, 1)), "; ", i, " = ", i, " + ", g.pick("1", "2", "0.5"), ") {")
		g.scopedBody(i, depth)
		g.line("}")
	}
	g.loops--
}

// scopedBody writes a loop's body that may use, and capture, the variable.
func (g *generator) scopedBody(i string, depth int) {
	g.push()
	g.declare(number, i)
	g.body(depth - 1)
	g.pop()
}

func (g *generator) fun(depth int) {
	name := g.fresh(function)
	g.declare(function, name)
	g.line("fun ", name, "(p) {")
	g.functionBody(depth)
	g.line("}")
}

func (g *generator) functionBody(depth int) {
	outer, loops := g.inFun, g.loops
	g.inFun, g.loops = true, max(0, loops-1)
	g.push()
	g.declare(number, "p")
	if g.odds(3) {
		g.line("  if (p < 1) return ", g.expr(number, 1), ";")
	}
	g.body(depth - 1)
	if !g.odds(4) {
		g.line("  return ", g.expr(number, 2), ";")
	}
	g.pop()
	g.inFun, g.loops = outer, loops
}

func (g *generator) class(depth int) {
	g.names++
	c := class{name: "C" + strconv.Itoa(g.names)}
	head := "class " + c.name
	if len(g.classes) > 0 && g.odds(2) {
		c.super = &g.classes[g.r.IntN(len(g.classes))]
		head += " < " + c.super.name
	}
	g.line(head, " {")
	outer := g.method
	g.method = &c
	g.indent++
	if g.odds(2) {
		g.line("init(p) {")
		g.line("  this.a = p; this.b = ", g.expr(text, 1), ";")
		if g.odds(6) {
			g.line("  if (p > 3) return;")
		}
		g.line("}")
	}
	for range g.r.IntN(4) {
		m := g.pick("m", "get", "put", "run", "a")
		c.methods = append(c.methods, m)
		g.line(m, "(p) {")
		g.functionBody(depth - 1)
		g.line("}")
	}
	g.indent--
	g.line("}")
	g.method = outer
	if len(g.scopes) == 1 {
		g.classes = append(g.classes, c)
	}
}

// any writes an expression of any kind.
func (g *generator) any(depth int) string { return g.expr(kind(g.r.IntN(int(kinds))), depth) }

// effect writes an expression that changes something.
func (g *generator) effect() string {
	k := kind(g.r.IntN(3))
	switch g.r.IntN(5) {
	case 0, 1:
		if g.has(k) {
			return g.variable(k) + " = " + g.expr(k, 3)
		}
	case 2:
		if g.has(instance) {
			return g.object(1) + "." + g.property() + " = " + g.expr(k, 2)
		}
	case 3:
		if g.method != nil {
			return "this." + g.property() + " = " + g.expr(k, 2)
		}
	}
	return g.expr(number, 3)
}

func (g *generator) property() string { return g.pick("a", "b", "c", "d", "m", "get") }

func (g *generator) object(depth int) string {
	if g.method != nil && g.odds(2) {
		return "this"
	}
	return g.expr(instance, depth)
}

// expr writes an expression that most likely has a kind.
func (g *generator) expr(k kind, depth int) string {
	if g.odds(60) {
		k = kind(g.r.IntN(int(kinds)))
	}
	if g.odds(25) && g.has(k) {
		return "(" + g.variable(k) + " = " + g.expr(k, depth-1) + ")"
	}
	switch k {
	case number:
		return g.number(depth)
	case text:
		return g.text(depth)
	case truth:
		return g.truth(depth)
	case function:
		return g.function(depth)
	}
	return g.instance(depth)
}

func (g *generator) number(depth int) string {
	if depth <= 0 {
		if g.has(number) && !g.odds(3) {
			return g.variable(number)
		}
		return g.pick("0", "1", "2", "3.5", "10", "0.1", "100000", "-1")
	}
	switch g.r.IntN(9) {
	case 0, 1, 2:
		return g.number(depth-1) + " " + g.pick("+", "-", "*", "/") + " " + g.number(depth-1)
	case 3:
		return "(" + g.number(depth-1) + g.pick(" + ", " - ", " * ") + g.number(depth-1) + ")"
	case 4:
		return "-" + g.number(0)
	case 5:
		if g.has(function) {
			return g.function(depth-1) + "(" + g.expr(number, depth-1) + ")"
		}
	case 6:
		if g.has(instance) || g.method != nil {
			return g.object(depth-1) + "." + g.pick("m", "get", "put", "run") + "(" + g.expr(number, depth-1) + ")"
		}
	case 7:
		if g.has(instance) || g.method != nil {
			return g.object(depth-1) + ".a"
		}
	case 8:
		if g.method != nil && g.method.super != nil {
			return "super." + g.pick("m", "get", "put") + "(" + g.number(depth-1) + ")"
		}
	}
	return g.number(0)
}

func (g *generator) text(depth int) string {
	if depth <= 0 {
		if g.has(text) && !g.odds(3) {
			return g.variable(text)
		}
		return g.pick(`""`, `"a"`, `"xyz"`, `"0123456789012345678901234567890123456789"`)
	}
	if g.odds(2) {
		return g.text(depth-1) + " + " + g.text(depth-1)
	}
	return g.truth(0) + " and " + g.text(depth-1)
}

func (g *generator) truth(depth int) string {
	if depth <= 0 {
		if g.has(truth) && !g.odds(3) {
			return g.variable(truth)
		}
		return g.pick("true", "false", "nil")
	}
	switch g.r.IntN(7) {
	case 0, 1, 2:
		return g.number(depth-1) + " " + g.pick("<", "<=", ">", ">=", "==", "!=") + " " + g.number(depth-1)
	case 3:
		return g.any(depth-1) + g.pick(" == ", " != ") + g.any(depth-1)
	case 4:
		return "!" + g.truth(0)
	case 5:
		return "!(" + g.truth(depth-1) + ")"
	}
	return "(" + g.truth(depth-1) + g.pick(" and ", " or ") + g.truth(depth-1) + ")"
}

func (g *generator) function(depth int) string {
	if depth > 0 && g.odds(4) && (g.has(instance) || g.method != nil) {
		if g.method != nil && g.method.super != nil && g.odds(3) {
			return "super." + g.pick("m", "get", "put")
		}
		return g.object(depth-1) + "." + g.pick("m", "get", "put", "run")
	}
	if g.has(function) {
		return g.variable(function)
	}
	return "unknown"
}

func (g *generator) instance(depth int) string {
	if g.has(instance) && !g.odds(3) || len(g.classes) == 0 {
		return g.variable(instance)
	}
	c := g.classes[g.r.IntN(len(g.classes))]
	if g.odds(10) {
		return c.name + "()"
	}
	return c.name + "(" + g.number(depth-1) + ")"
}
