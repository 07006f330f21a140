package limits

import "strings"

// maxConstants is how many constants a function has: literals of numbers and
// texts, and names of globals, properties, methods, classes and functions, each
// time that they are used. clox does not look for one that it has already.
const maxConstants = 256

const tooManyConstants = " // Error at '%s': Too many constants in one chunk."

func pastConstants(token string) string {
	return strings.Replace(tooManyConstants, "%s", token, 1)
}

// kind is a statement and the number of constants that it needs in the script.
type kind struct {
	name, source string
	constants    int
}

// kinds need variables a (a local), g (a global) and f (a local function).
var kinds = []kind{
	{"number", "7;", 1},
	{"text", `"t";`, 1},
	{"empty_text", `"";`, 1},
	{"global_read", "g;", 1},
	{"global_written", "g = nil;", 1},
	{"property_read", "a.p;", 1},
	{"property_written", "a.p = nil;", 1},
	{"method_called", "a.m();", 1},
	{"function", "{ fun h() {} }", 1},
	{"class", "{ class C {} }", 1},
	{"method", "{ class C { m() {} } }", 3}, // its class, its name, its code
	{"subclass", "{ class C < a {} }", 1},
	{"none", "{ true; false; nil; a; a = nil; f(a, nil); -a; a + a == a; var b; }", 0},
}

// constants lets each kind stand before exactly 256 constants, and before one
// more. Nothing of it runs but the last line: the rest stands in a branch.
func constants() []built {
	const before = "var g;" // 1 constant
	all := []built{
		{"constants_256", constantsOf(maxConstants-1, `print "last"; // expect: last`)},
		{"constants_257", constantsOf(maxConstants, `"last";`+pastConstants(`"last"`))},
		{"constants_256_of_each_function", lines(
			"// Every function has its own.",
			"fun f() {", series(maxConstants-1, "%d;", " "), "return 1; }",
			"fun g() {", series(maxConstants-1, "%d;", " "), "return 2; }",
			"print f() + g(); // expect: 3")},
		{"constants_257_of_function", lines(
			"// A function past its limit.",
			"fun f() {", series(maxConstants, "%d;", " "), `"last";`+pastConstants(`"last"`), "}")},
		{"constants_same_256", lines(
			"// The same number again is another constant.",
			series(maxConstants-1, "0;", " "), `print "last"; // expect: last`)},
		{"constants_same_257", lines(
			"// One too many of the same.",
			series(maxConstants, "0;", " "), "0;"+pastConstants("0"))},
		{"constants_name_257", lines(
			"// A name can be the one too many.",
			series(maxConstants, "0;", " "), "clock();"+pastConstants("clock"))},
		{"constants_variable_257", lines(
			"// So can a declared one.",
			series(maxConstants, "0;", " "), "var last;"+pastConstants("last"))},
	}
	for _, k := range kinds {
		const times = 5
		used := lines("if (false) {", series(times, k.source, " "), "}")
		head := lines("// What kinds of constants count: "+k.name+".", before, "{ var a; fun f() {}") + used
		rest := maxConstants - 2 - times*k.constants // g and the function f
		all = append(all,
			built{"constants_" + k.name + "_256", head + lines(
				series(rest-1, "%d;", " "), `print "last"; // expect: last`, "}")},
			built{"constants_" + k.name + "_257", head + lines(
				series(rest, "%d;", " "), `"last";`+pastConstants(`"last"`), "}")})
	}
	return all
}

func constantsOf(n int, last string) string {
	return lines("// Constants of the script.", series(n, "%d;", " "), last)
}
