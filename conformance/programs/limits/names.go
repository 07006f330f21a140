package limits

import "fmt"

// A call's argument count, a local's slot and a captured variable's index are
// one byte each. Slot 0 is the function's own (in a method it is this), so that
// 255 locals remain, parameters among them.
const (
	maxArguments = 255
	maxLocals    = 255
	maxCaptured  = 256
)

const (
	tooManyArguments  = " // Error at 'nil': Can't have more than 255 arguments."
	tooManyParameters = " // Error at 'last': Can't have more than 255 parameters."
	tooManyLocals     = " // Error at '%s': Too many local variables in function."
	tooManyCaptured   = " // Error at '%s': Too many closure variables in function."
)

func names() []built {
	all := append(parameters(), arguments()...)
	all = append(all, locals()...)
	return append(all, captured()...)
}

func parameters() []built {
	full := series(maxArguments, "p%d", ", ")
	nils := series(maxArguments-1, "nil", ", ")
	return []built{
		{"parameters_255", lines(
			"// As many parameters as there may be.",
			"fun f("+full+") { return p254; }",
			"print f("+nils+`, "last"); // expect: last`)},
		{"parameters_256", lines(
			"// One more.",
			"fun f("+full+",",
			"last"+tooManyParameters,
			") {}")},
		{"parameters_256_of_method", lines(
			"// The same in a method.",
			"class C { m("+full+",",
			"last"+tooManyParameters,
			") {} }")},
		{"parameters_255_of_initializer", lines(
			"// An initializer with all that it may have.",
			"class C { init("+full+") { this.last = p254; } }",
			"print C("+nils+`, "last").last; // expect: last`)},
	}
}

func arguments() []built {
	full := series(maxArguments, "nil", ", ")
	call := func(before string) string {
		return before + "(" + full + ",\nnil" + tooManyArguments + "\n);"
	}
	return []built{
		{"arguments_255_for_none", lines(
			"// The arguments are allowed; the function wants none.",
			"fun f() {}",
			"f("+full,
			"); // expect runtime error: Expected 0 arguments but got 255.")},
		{"arguments_256", lines("// One more does not compile.", "fun f() {}", call("f"))},
		{"arguments_256_of_method", lines("// Nor for a method.", "class C {}", call("C().m"))},
		{"arguments_256_of_super", lines("// Nor for a superclass's.", "class A {}", "class B < A { m() {", call("super.m"), "} }")},
		{"arguments_512", lines(
			"// Twice as many are one mistake.",
			"clock("+full+", nil"+tooManyArguments, ","+full+", nil);")},
	}
}

func locals() []built {
	past := func(name string) string { return fmt.Sprintf(tooManyLocals, name) }
	return []built{
		{"locals_255", lines(
			"// As many locals as there may be.",
			"fun f() {", local(maxLocals-1, "a"), `var last = "last"; return last; }`,
			"print f(); // expect: last")},
		{"locals_256", lines(
			"// One more.",
			"fun f() {", local(maxLocals, "a"), "var last;"+past("last"), "}")},
		{"locals_255_of_script", lines(
			"// A block of the script has as many.",
			"{", local(maxLocals-1, "a"), `var last = "last";`, "print last; // expect: last", "}")},
		{"locals_256_of_script", lines(
			"// And no more.",
			"{", local(maxLocals, "a"), "var last;"+past("last"), "}")},
		{"locals_with_parameters_255", lines(
			"// Parameters are locals.",
			"fun f(p, q) {", local(maxLocals-2, "a"), "return p + q; }",
			"print f(40, 2); // expect: 42")},
		{"locals_with_parameters_256", lines(
			"// And count.",
			"fun f(p, q) {", local(maxLocals-2, "a"), "var last;"+past("last"), "}")},
		{"locals_nested_256", lines(
			"// Those of the blocks about it count.",
			"{", local(100, "a"), "{", local(100, "b"), "{", local(55, "c"), "var last;"+past("last"), "} } }")},
		{"locals_in_turn", lines(
			"// Those of a block that has ended do not.",
			"{", "{", local(200, "a"), "}", "{", local(200, "b"), "}", "{", local(254, "c"),
			"var last = 3;", "print last; // expect: 3", "} }")},
		{"locals_256_function", lines(
			"// A function's name is a local.",
			"{", local(maxLocals, "a"), "fun last() {}"+past("last"), "nil; }")},
		{"locals_256_class", lines(
			"// So is a class's.",
			"{", local(maxLocals, "a"), "class Last {}"+past("Last"), "nil; }")},
		{"locals_256_for", lines(
			"// So is a loop's variable.",
			"{", local(maxLocals, "a"), "for (var last;"+past("last"), "false;) nil; }")},
		{"locals_superclass_255", lines(
			"// A superclass takes a slot while its subclass is declared.",
			"class A { m() { return 1; } }",
			"{", local(maxLocals-2, "a"), "class B < A { m() { return super.m() + 1; } }",
			"print B().m(); // expect: 2", "}")},
		{"locals_superclass_256", lines(
			"// Which it may not have.",
			"class A {}",
			"{", local(maxLocals-1, "a"), "class B < A {}"+past("A"), "nil; }")},
	}
}

// captured has functions within functions, since one alone has too few locals.
func captured() []built {
	outer := "fun outer() {\n" + local(128, "a")
	inner := "fun middle() {\n" + local(128, "b") + "\nfun inner() {"
	uses := series(128, "a%d;", " ") + "\n" + series(128, "b%d;", " ")
	return []built{
		{"captured_256", lines(
			"// As many captured variables as there may be.",
			outer, `a7 = "seven";`, inner, uses, "return a7;", "}", "return inner; }", "return middle; }",
			"print outer()()(); // expect: seven")},
		{"captured_257", lines(
			"// One more.",
			outer, "var last;", inner, uses, "last;"+fmt.Sprintf(tooManyCaptured, "last"), "} } }")},
		{"captured_through_257", lines(
			"// A function that only hands them on has the same limit.",
			outer, inner, "var last;", "fun innermost() {", "fun core() {", uses,
			"last;"+fmt.Sprintf(tooManyCaptured, "last"), "} } } } }")},
		{"captured_again", lines(
			"// A variable captured twice is one.",
			outer, inner, uses, uses, `return "fine";`, "}", "return inner; }", "return middle; }",
			"print outer()()(); // expect: fine")},
	}
}
