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

// letters begin the names of each kind.
const letters = "nsbfo"

type class struct {
	name  string
	super bool
}

// prelude is something of each kind, so that there is always something that
// fits. Functions take fuel to run, which most top-level statements renew:
// otherwise most of those that call themselves would end the program.
const prelude = `var fuel = 0; var n0 = 3; var s0 = "s"; var b0 = true;
fun f0(p) { return p; }
class C0 {
  init(p) { this.a = p; this.b = "b"; this.c = 2; this.d = false; }
  m(p) { return p + 1; }
  get(p) { return this.a; }
  put(p) { this.c = p; return p; }
  run(p) { return this.m(p) + this.c; }
}
var o0 = C0(1);
`

// program writes a program as a list of its top-level statements.
func program(seed uint64) []string {
	g := &generator{r: rand.New(rand.NewPCG(seed, 1))}
	g.push()
	for k := range kinds {
		g.declare(k, string(letters[k])+"0")
	}
	g.classes = []class{{name: "C0"}}
	parts := []string{prelude}
	for range 6 + g.r.IntN(18) {
		g.b.Reset()
		if !g.odds(20) {
			g.line("fuel = ", g.pick("5", "50", "200"), ";")
		}
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
	if g.odds(200) {
		return g.variable(k)
	}
	g.names++
	return string(letters[k]) + strconv.Itoa(g.names)
}

func (g *generator) declare(k kind, name string) {
	s := g.scopes[len(g.scopes)-1]
	s[k] = append(s[k], name)
}

// variable gives a variable in reach, most likely of a kind.
func (g *generator) variable(k kind) string {
	if g.odds(800) {
		k = kind(g.r.IntN(int(kinds)))
	}
	var all []string
	for _, s := range g.scopes {
		all = append(all, s[k]...)
	}
	if len(all) == 0 || g.odds(2500) {
		return "unknown"
	}
	return g.pick(all...)
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
		name := g.fresh(instance)
		g.line("var ", name, " = ", g.expr(instance, 2), ";")
		g.declare(instance, name)
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
	rounds := strconv.Itoa(g.r.IntN(10))
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
		g.line("for (var ", i, " = 0; ", i, " < ", g.pick(rounds, rounds, "("+rounds+")", g.expr(number, 1)), "; ", i, " = ", i, " + ", g.pick("1", "2", "0.5"), ") {")
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
	if !g.odds(25) {
		g.line("  fuel = fuel - 1; if (fuel < 0) return 1;")
	}
	if g.odds(3) {
		g.line("  if (p < 1) return ", g.expr(number, 1), ";")
	}
	g.body(depth - 1)
	if !g.odds(25) {
		g.line("  return ", g.expr(number, 2), ";")
	}
	g.pop()
	g.inFun, g.loops = outer, loops
}

func (g *generator) class(depth int) {
	g.names++
	c := class{name: "C" + strconv.Itoa(g.names), super: !g.odds(12)}
	head := "class " + c.name
	if c.super {
		head += " < " + g.classes[g.r.IntN(len(g.classes))].name
	}
	g.line(head, " {")
	outer := g.method
	g.method = &c
	g.indent++
	if !c.super || g.odds(2) {
		g.initializer(c)
	}
	for range g.r.IntN(4) {
		g.line(g.pick("m", "get", "put", "run", "a"), "(p) {")
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

func (g *generator) initializer(c class) {
	g.line("init(p) {")
	if c.super && !g.odds(20) {
		g.line("  super.init(p);")
	}
	g.line("  this.a = p; this.b = ", g.expr(text, 1), ";")
	if g.odds(6) {
		g.line("  if (p > 3) return;")
	}
	if !c.super {
		g.line("  this.c = 1; this.d = p == 1;")
	}
	g.line("}")
}

// any writes an expression of any kind.
func (g *generator) any(depth int) string { return g.expr(kind(g.r.IntN(int(kinds))), depth) }

// effect writes an expression that changes something.
func (g *generator) effect() string {
	k := kind(g.r.IntN(3))
	switch g.r.IntN(5) {
	case 0, 1:
		return g.variable(k) + " = " + g.expr(k, 3)
	case 2:
		return g.object(1) + "." + g.property(k) + " = " + g.expr(k, 2)
	case 3:
		if g.method != nil {
			return "this." + g.property(k) + " = " + g.expr(k, 2)
		}
	}
	return g.expr(number, 3)
}

// property names a field that most likely holds a kind.
func (g *generator) property(k kind) string {
	if g.odds(200) {
		return g.pick("a", "b", "c", "d", "e", "m", "get")
	}
	switch k {
	case text:
		return "b"
	case truth:
		return "d"
	}
	return g.pick("a", "c")
}

// methodName names a method, most likely one that every class has.
func (g *generator) methodName() string {
	if g.odds(150) {
		return "none"
	}
	return g.pick("m", "get", "put", "run")
}

func (g *generator) object(depth int) string {
	if g.method != nil && g.odds(2) {
		return "this"
	}
	return g.expr(instance, depth)
}

// expr writes an expression that most likely has a kind.
func (g *generator) expr(k kind, depth int) string {
	if g.odds(1200) {
		k = kind(g.r.IntN(int(kinds)))
	}
	if g.odds(25) {
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
		if !g.odds(3) {
			return g.variable(number)
		}
		return g.pick("0", "1", "2", "3.5", "10", "0.1", "100000", "-1")
	}
	switch g.r.IntN(10) {
	case 0, 1, 2:
		return g.number(depth-1) + " " + g.pick("+", "-", "*", "/") + " " + g.number(depth-1)
	case 3:
		return "(" + g.number(depth-1) + g.pick(" + ", " - ", " * ") + g.number(depth-1) + ")"
	case 4:
		return "-" + g.number(0)
	case 5, 6:
		return g.function(depth-1) + "(" + g.expr(number, depth-1) + ")"
	case 7:
		return g.object(depth-1) + "." + g.methodName() + "(" + g.expr(number, depth-1) + ")"
	case 8:
		return g.object(depth-1) + "." + g.property(number)
	case 9:
		if g.method != nil && g.method.super {
			return "super." + g.methodName() + "(" + g.number(depth-1) + ")"
		}
	}
	return g.number(0)
}

func (g *generator) text(depth int) string {
	if depth <= 0 {
		if !g.odds(3) {
			return g.variable(text)
		}
		return g.pick(`""`, `"a"`, `"xyz"`, `"0123456789012345678901234567890123456789"`)
	}
	switch g.r.IntN(5) {
	case 0, 1:
		return g.text(depth-1) + " + " + g.text(depth-1)
	case 2, 3:
		return "(" + g.truth(0) + " and " + g.text(depth-1) + " or " + g.text(depth-1) + ")"
	}
	return g.object(depth-1) + "." + g.property(text)
}

func (g *generator) truth(depth int) string {
	if depth <= 0 {
		if !g.odds(3) {
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
	if depth > 0 && g.odds(4) {
		if g.method != nil && g.method.super && g.odds(3) {
			return "super." + g.methodName()
		}
		return g.object(depth-1) + "." + g.methodName()
	}
	return g.variable(function)
}

func (g *generator) instance(depth int) string {
	if !g.odds(3) {
		return g.variable(instance)
	}
	c := g.classes[g.r.IntN(len(g.classes))]
	if g.odds(100) {
		return c.name + "()"
	}
	return c.name + "(" + g.number(depth-1) + ")"
}
