package limits

import (
	"strconv"
	"strings"
)

// nesting is what programs do that machines write: deep or long, and within
// every limit of clox.
func nesting() []built {
	const deep = 100
	again := strings.Repeat
	return []built{
		{"nested_groups", lines("// Groups within groups.",
			"print "+again("(", deep)+"7"+again(")", deep)+"; // expect: 7")},
		{"nested_unary", lines("// A hundred times not, and minus.",
			"print "+again("!", deep)+"true; // expect: true",
			"print "+again("-", deep+1)+"7; // expect: -7")},
		{"nested_blocks", lines("// Blocks within blocks.",
			`var v = "outer";`, again("{", deep), `var v = "inner"; print v; // expect: inner`, again("}", deep),
			"print v; // expect: outer")},
		{"nested_ifs", lines("// Branches within branches.",
			again("if (true) ", deep)+`print "reached"; // expect: reached`)},
		{"nested_loops", lines("// Loops within loops.",
			"var n = 0;", again("for (var i = 0; i < 1; i = i + 1) ", 20)+"n = n + 1;", "print n; // expect: 1")},
		{"nested_calls", lines("// Calls as arguments of calls.",
			"fun inc(n) { return n + 1; }",
			"print "+again("inc(", deep)+"0"+again(")", deep)+"; // expect: 100")},
		{"nested_functions", lines("// Functions within functions: the innermost finds the outermost's variable.",
			nestedFunctions(30))},
		{"else_if_chain", lines("// A long chain of else if.",
			"fun name(n) {", series(deep, "if (n == %d) return %d; else", "\n"), `return "none"; }`,
			"print name(0); // expect: 0", "print name(99); // expect: 99", "print name(100); // expect: none")},
		{"long_sum", lines("// A long sum.",
			"{ var a = 1;", "print "+series(1000, "a", " + ")+"; } // expect: 1000")},
		{"long_concatenation", lines("// Texts joined in one expression.",
			`{ var a = "ab";`, "var joined = "+series(500, "a", " + ")+";",
			"var same = \"\"; for (var i = 0; i < 500; i = i + 1) same = same + a;",
			"print joined == same; } // expect: true")},
		{"long_or", lines("// Many operands of `or` and `and`.",
			"{ var no = false; var yes = true;",
			"print "+series(deep, "no", " or ")+` or "last"; // expect: last`,
			"print "+series(deep, "yes", " and ")+` and "last"; // expect: last`, "}")},
		{"call_chain", lines("// Many calls of what a call gave.",
			"class C { init() { this.n = 0; } next() { this.n = this.n + 1; return this; } }",
			"fun f(c) { return c.next()"+again(".next()", 199)+".n; }",
			"print f(C()); // expect: 200")},
		{"assignment_chain", lines("// Many assignments in one.",
			"{ "+local(deep, "a"), series(deep, "a%d = ", "")+`"all";`, "print a0 + a50 + a99; } // expect: allallall")},
		{"many_methods", lines("// A class of many methods.",
			"class C {", series(100, "m%d() { return %d; }", " "), "}",
			"var c = C();", "print c.m0() + c.m50() + c.m99(); // expect: 149")},
		{"many_fields", lines("// An object of many fields.",
			"class C {", series(100, "m%d() { this.f%d = %d; }", " "), "}", "var c = C();",
			"fun fill() {", series(100, "c.m%d();", " "), "}", "fill();",
			"print c.f0 + c.f50 + c.f99; // expect: 149")},
		{"deep_inheritance", lines("// Forty classes above one.",
			"class C0 { m() { return 0; } up() { return 0; } }", deepInheritance(40),
			"print C40().m(); // expect: 0", "print C40().up(); // expect: 40")},
	}
}

func nestedFunctions(depth int) string {
	var b strings.Builder
	b.WriteString("fun f0() { var v = \"found\";\n")
	for i := 1; i <= depth; i++ {
		b.WriteString("fun f" + strconv.Itoa(i) + "() {\n")
	}
	b.WriteString("return v; }\n")
	for i := depth; i > 0; i-- {
		b.WriteString("return f" + strconv.Itoa(i) + "(); }\n")
	}
	return b.String() + "print f0(); // expect: found"
}

// deepInheritance gives classes C1 to C(depth), each with one method. A class
// needs six of the script's 256 constants.
func deepInheritance(depth int) string {
	var b strings.Builder
	for i := 1; i <= depth; i++ {
		name, above := "C"+strconv.Itoa(i), "C"+strconv.Itoa(i-1)
		b.WriteString("class " + name + " < " + above + " { up() { return super.up() + 1; } }\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
