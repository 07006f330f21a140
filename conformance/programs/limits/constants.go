package limits

// maxConstants is how many constants a function has: literals of numbers and
// texts, and names of globals, properties, methods, classes and functions, each
// time that they are used. clox does not look for one that it has already.
const maxConstants = 256

func pastConstants(token string) string {
	return " // Error at '" + token + "': Too many constants in one chunk."
}

func constants() []built {
	all := []built{
		{"constants_256", lines(
			"// Constants of the script.",
			series(maxConstants-1, "%d;", " "), `print "last"; // expect: last`)},
		{"constants_same_256", lines(
			"// The same number again is another constant.",
			series(maxConstants-1, "0;", " "), `print "last"; // expect: last`)},
		{"constants_256_of_each_function", lines(
			"// Every function has its own.",
			"fun f() {", series(maxConstants-1, "%d;", " "), "return 1; }",
			"fun g() {", series(maxConstants-1, "%d;", " "), "return 2; }",
			"print f() + g(); // expect: 3")},
		{"constants_257_of_function", lines(
			"// A function past its limit.",
			"fun f() {", series(maxConstants, "%d;", " "), `"last";`+pastConstants(`"last"`), "}")},
	}
	all = append(all, theOneTooMany()...)
	for _, k := range inScript.kinds {
		all = append(all, constantsOf(k)...)
	}
	return all
}

// constantsOf lets a kind stand before exactly 256 constants, and before one
// more. Kinds without constants show that they have none.
func constantsOf(k kind) []built {
	head := lines("// What kinds of constants count: "+k.name+".", inScript.head, "if (false) {", series(times, k.source, " "), "}")
	rest := maxConstants - inScript.constants - times*k.constants
	return []built{
		{"constants_" + k.name + "_256", head + lines(
			series(rest-1, "%d;", " "), `print "last"; // expect: last`, inScript.tail)},
		{"constants_" + k.name + "_257", head + lines(
			series(rest, "%d;", " "), `"last";`+pastConstants(`"last"`), inScript.tail)},
	}
}

// theOneTooMany lets each kind of constant be the 257th; the error is at its
// word. Statements that end with a brace have another behind them, so that
// clox, which looks for a semicolon after an error, finds the right one.
func theOneTooMany() []built {
	var all []built
	for _, past := range []struct{ name, token, before, source string }{
		{"number", "7", "", "7;"},
		{"text", `"last"`, "", `"last";`},
		{"global_read", "clock", "", "clock();"},
		{"global_written", "clock", "", "clock = nil;"},
		{"global_declared", "last", "", "var last;"},
		{"property_read", "last", "", "nil.last;"},
		{"property_written", "last", "", "nil.last = nil;"},
		{"method_called", "last", "", "nil.last();"},
		{"function_name", "last", "", "fun last() {} nil;"},
		{"function_code", "}", "{", "fun last() {} nil; }"},
		{"class_name", "Last", "{", "class Last {} nil; }"},
		{"method_name", "last", "{ class C {", "last() {} } nil; }"},
		{"superclass", "clock", "{ class C <", "clock {} nil; }"},
		{"operand", "8", "true and", "8;"},
		{"argument", "8", "nil(", "8);"},
	} {
		before := maxConstants
		if past.name == "method_name" || past.name == "superclass" {
			before-- // the class's own name
		}
		all = append(all, built{"constants_257_" + past.name, lines(
			"// The one too many: "+past.name+".",
			series(before, "0;", " "), past.before, past.source+pastConstants(past.token))})
	}
	return all
}
