package syntax

// Scope is what one pair of braces declares: the names that engines make room
// for when they enter it. Only names that are not global are here.
type Scope struct {
	Function *Function
	Parent   *Scope // that of the braces around, of another function too; nil of the script's
	Vars     []*Variable

	depth int // how many scopes are around it
}

// Variable is a declared name that is not global.
type Variable struct {
	Name  string
	Decl  Span
	Scope *Scope
	// Index is its place in Scope.Vars.
	Index int
	// Captured says that a function inside its own uses it: it has to outlive
	// its block.
	Captured bool
	// defined is false while its initializer is read.
	defined bool
}

// Ref is what a used name means: a variable, or a global where Var is nil.
type Ref struct {
	Var *Variable
	// Hops is how many scopes out from the use Var is declared, counting all
	// scopes of all functions between: what a chain of environments needs.
	Hops int
}

// Target is what a declaration declares: a variable, or a global where Decl is
// nil.
type Target struct{ Decl *Variable }
