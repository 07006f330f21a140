package limits

import "strings"

// maxJump is how far a jump of clox reaches, in bytes of code.
const maxJump = 1<<16 - 1

// Bytes that clox writes (compiler.c: whileStatement, forStatement,
// ifStatement, and_, or_).
const (
	operand = 1 // false, nil, or a pop
	branch  = 3 // a jump and its two bytes
)

// jump is a statement with a part whose code is n bytes long.
type jump struct {
	name       string
	head, tail string           // the source about the part; the error is told of the tail
	end        string           // what else closes it
	part       func(int) string // the part, for its n
	around     int              // bytes that are jumped over beside the n
	token      string           // at which clox finds that it is too much
	message    string
}

// Jumps that begin with a condition pop it on either way.
var allJumps = []jump{
	{"while", "while (false) {", "}", "", statements,
		operand + branch + operand + branch, "}", "Loop body too large."},
	{"for", "for (; false;) {", "}", "", statements,
		operand + branch + operand + branch, "}", "Loop body too large."},
	// Out of the loop over the pop, the jump over the increment, the increment
	// with its pop, the jump back to the condition, the body, the jump back.
	{"for_with_increment", "for (; false; nil) {", "}", "", statements,
		operand + branch + 2*operand + branch + branch, "}", "Too much code to jump over."},
	// The loop is in a function, since it has no end.
	{"increment", "fun never() { for (;;", ") {}", "print nil; }", expression,
		branch + operand + branch, ")", "Loop body too large."},
	{"then", "if (false) {", "}", "", statements,
		operand + branch, "}", "Too much code to jump over."},
	{"else", "if (true) {} else {", "}", "", statements,
		operand, "}", "Too much code to jump over."},
	{"and", "var v = false and (", ");", "", expression,
		operand, ")", "Too much code to jump over."},
	{"or", "var v = true or (", ");", "", expression,
		operand, ")", "Too much code to jump over."},
}

func jumps() []built {
	var all []built
	for _, j := range allJumps {
		fits := maxJump - j.around
		past := " // Error at '" + j.token + "': " + j.message
		all = append(all,
			built{"jump_" + j.name + "_65535", lines(
				"// Code as long as can be jumped over.",
				"{ fun f() {}", j.head, j.part(fits), j.tail, j.end,
				`print "after"; // expect: after`, "}")},
			built{"jump_" + j.name + "_65536", lines(
				"// One byte more.",
				"{ fun f() {}", j.head, j.part(fits+1), j.tail+past, j.end,
				`print "after";`, "}")})
	}
	for _, s := range allSurroundings {
		for _, k := range s.kinds {
			all = append(all, jumpOver(s, k)...)
		}
	}
	return all
}

// jumpOver fills a branch with a kind of statement and what is left to the
// limit: it holds that both count the same bytes.
func jumpOver(s surroundings, k kind) []built {
	const around = operand + branch // as of "then" above
	kinds := series(times, k.source, " ")
	rest := maxJump - around - times*k.code
	return []built{
		{"jump_over_" + k.name + "_65535", lines(
			"// How long code is: "+k.name+".",
			s.head, "if (false) {", kinds, statements(rest), "}", s.tail,
			`print "after"; // expect: after`)},
		{"jump_over_" + k.name + "_65536", lines(
			"// One byte more: "+k.name+".",
			s.head, "if (false) {", kinds, statements(rest+1), "} // Error at '}': Too much code to jump over.",
			"print nil;", s.tail)},
	}
}

// statements gives statements with n bytes of code: nil; has two.
func statements(n int) string {
	if n%2 == 1 {
		return "!nil;\n" + series((n-3)/2, "nil;", " ")
	}
	return series(n/2, "nil;", " ")
}

// expression gives an expression with n bytes of code that is not deep: calls
// of the local f with calls as arguments. A call has two bytes for f and two
// for itself, and each nil one.
func expression(n int) string {
	const call, full = 4, 4 + maxArguments
	calls, rest := (n-call)/full, (n-call)%full
	inner := series(calls, "f("+series(maxArguments, "nil", ",")+")", ",\n")
	if rest < call { // too short for a call of its own
		return strings.Repeat("!", rest) + "f(" + inner + ")"
	}
	return "f(" + inner + ", f(" + series(rest-call, "nil", ",") + "))"
}
