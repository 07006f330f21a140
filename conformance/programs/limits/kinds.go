package limits

// kind is a statement, the constants that its function needs for it, and the
// bytes of code that clox writes for it (compiler.c).
type kind struct {
	name, source string
	constants    int
	code         int
}

// surroundings are what statements are tried in: within a branch that does not
// run, since most of them would fail. All have a local a; statements in braces
// have locals of their own, which are popped.
type surroundings struct {
	head, tail string
	constants  int // that they need themselves
	kinds      []kind
}

var (
	// inScript has a function f, too, and a global g.
	inScript = surroundings{"var g;\n{ var a; fun f() {}", "}", 2, []kind{
		{"literals", "true; false; nil;", 0, 6},
		{"number", "7;", 1, 3},
		{"text", `"t";`, 1, 3},
		{"empty_text", `"";`, 1, 3},
		{"global_read", "g;", 1, 3},
		{"global_written", "g = nil;", 1, 4},
		{"local_read", "a;", 0, 3},
		{"local_written", "a = nil;", 0, 4},
		{"group", "((a));", 0, 3},
		{"property_read", "a.p;", 1, 5},
		{"property_written", "a.p = nil;", 1, 6},
		{"method_called", "a.m(nil);", 1, 7},
		{"method_got_and_called", "(a.m)(nil);", 1, 8},
		{"call", "f(nil, nil);", 0, 7},
		{"call_of_call", "f()();", 0, 7},
		{"not", "!a;", 0, 4},
		{"minus", "-a;", 0, 4},
		{"sum", "a + a;", 0, 6},
		{"less", "a < a;", 0, 6},
		{"less_or_equal", "a <= a;", 0, 7},
		{"greater_or_equal", "a >= a;", 0, 7},
		{"equal", "a == a;", 0, 6},
		{"unequal", "a != a;", 0, 7},
		{"and", "a and a;", 0, 9},
		{"or", "a or a;", 0, 12},
		{"print", "print a;", 0, 3},
		{"variable", "{ var b; }", 0, 2},
		{"variable_with_value", "{ var b = a; }", 0, 3},
		{"empty_block", "{}", 0, 0},
		{"if", "if (a) a;", 0, 13},
		{"if_else", "if (a) a; else a;", 0, 16},
		{"while", "while (a) a;", 0, 13},
		{"for", "for (;;) a;", 0, 6},
		{"for_with_expression", "for (a;;) a;", 0, 9},
		{"for_with_condition", "for (; a;) a;", 0, 13},
		{"for_with_increment", "for (;; a) a;", 0, 15},
		{"for_with_all", "for (var i; a; a) a;", 0, 24},
		{"function", "{ fun h() {} }", 1, 3},
		{"closure", "{ fun h() { return a; } }", 1, 5},
		{"class", "{ class C {} }", 1, 6},
		{"method", "{ class C { m() {} } }", 3, 10}, // its class, its name, its code
		{"subclass", "{ class C < a {} }", 1, 12},
		{"method_with_super", "{ class C < a { m() { super.m(); } } }", 3, 18},
		{"class_in_closure", "{ class C { m() { return C; } } }", 3, 12},
	}}
	// inFunction captures a.
	inFunction = surroundings{"{ var a;\nfun test() {", "}\ntest(); }", 0, []kind{
		{"captured_read", "a;", 0, 3},
		{"captured_written", "a = nil;", 0, 4},
		{"captured_again", "{ fun h() { return a; } }", 1, 5},
		{"return", "return;", 0, 2},
		{"return_value", "return a;", 0, 3},
	}}
	// inInitializer has a superclass.
	inInitializer = surroundings{"class A { m() {} }\nclass B < A { init() { var a;", "} }\nB();", 0, []kind{
		{"return_of_initializer", "return;", 0, 3},
		{"this", "this;", 0, 3},
		{"this_in_closure", "{ fun h() { return this; } }", 1, 5},
		{"super_read", "super.m;", 1, 7},
		{"super_called", "super.m();", 1, 8},
		{"super_called_with", "super.m(nil, nil);", 1, 10},
		{"super_got_and_called", "(super.m)();", 1, 9},
		{"super_in_closure", "{ fun h() { return super.m; } }", 1, 7},
	}}

	allSurroundings = []surroundings{inScript, inFunction, inInitializer}
)

// times is how often a kind stands in its program: an error of one byte or one
// constant in its size makes several.
const times = 5
