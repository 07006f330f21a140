package lox

import (
	"io"
	"time"

	"github.com/twelvefold/twelvefold/core/lox/object"
	"github.com/twelvefold/twelvefold/core/lox/realm"
	"github.com/twelvefold/twelvefold/core/lox/syntax"
)

// Engine names an engine.
type Engine string

// The engines. They give the same results, errors and step counts.
const (
	Fast Engine = "fast" // bytecode for registers
	Tree Engine = "tree" // walks the syntax tree; to learn from, and to step through
)

// Limits that an Options field of zero stands for.
const (
	DefaultMaxMemory = 256 << 20
	DefaultMaxDepth  = 10_000
	DefaultMaxSource = 4 << 20
	// BookMaxDepth is the depth of the book's C interpreter.
	BookMaxDepth = 64
	// MaxMaxDepth is the most that MaxDepth can be: the tree-walking engine
	// takes about a KiB of Go's stack for each call.
	MaxMaxDepth = 20_000
)

// Options of an Interp. The zero value runs on the fast engine, without a
// limit on steps, time and output.
type Options struct {
	// Engine is Fast where it is empty.
	Engine Engine
	// Std takes the limits of the book's C interpreter on the size and depth
	// of programs, and prints numbers as it does, with six digits.
	Std bool
	// MaxSteps is how many steps one run may take: a step is a call, or a
	// leap back in a loop. 0 sets no such limit.
	MaxSteps int64
	// MaxMemory is how many bytes the program's values may hold, all runs
	// together; 0 means DefaultMaxMemory. See DESIGN.md for what counts.
	MaxMemory int
	// MaxDepth is how many calls may lie in each other; 0 means
	// DefaultMaxDepth, with Std BookMaxDepth. A function whose body nests
	// very deep counts as several, except in BookMaxDepth with Std; a call
	// from a host function inside a run counts as a hundredth of the limit.
	MaxDepth int
	// MaxOutput is how many bytes one run may print; 0 sets no such limit.
	MaxOutput int64
	// MaxSource is the longest source, in bytes; 0 means DefaultMaxSource.
	MaxSource int
	// Timeout is how long one run may take, by the world's clock; 0 sets no
	// such limit. It is looked at between steps: a host function is not cut
	// short.
	Timeout time.Duration
	// Output is where print writes; nil drops it. What is printed is gathered
	// up to some KB, and written at the end of a run and before a host function
	// at the latest.
	Output io.Writer
	// Live writes it every few thousand steps as well: for somebody who
	// watches.
	Live bool
}

func (o Options) withDefaults() Options {
	if o.Engine == "" {
		o.Engine = Fast
	}
	if o.MaxMemory == 0 {
		o.MaxMemory = DefaultMaxMemory
	}
	if o.MaxDepth == 0 {
		o.MaxDepth = DefaultMaxDepth
		if o.Std {
			o.MaxDepth = BookMaxDepth
		}
	}
	if o.MaxSource == 0 {
		o.MaxSource = DefaultMaxSource
	}
	return o
}

func (o Options) validate() error {
	switch {
	case o.Engine != Fast && o.Engine != Tree:
		return ErrUnknownEngine
	case o.MaxSteps < 0 || o.MaxMemory < 0 || o.MaxDepth < 0 || o.MaxOutput < 0 || o.MaxSource < 0 || o.Timeout < 0:
		return ErrNegativeLimit
	case o.MaxDepth > MaxMaxDepth:
		return ErrDepthTooLarge
	}
	return nil
}

// limits of a run, as the engines know them.
func (o Options) limits() realm.Limits {
	return realm.Limits{Steps: o.MaxSteps, Memory: o.MaxMemory, Depth: o.MaxDepth, Output: o.MaxOutput}
}

// syntaxLimits are how large a program may be. The book's calls all weigh the
// same: the host's stack has room for its 64 whatever they nest, not for more.
func (o Options) syntaxLimits() syntax.Limits {
	if !o.Std {
		return syntax.Wide
	}
	limits := syntax.Book
	if o.MaxDepth > BookMaxDepth {
		limits.Height = syntax.Wide.Height
	}
	return limits
}

func (o Options) style() object.Style {
	if o.Std {
		return object.Book
	}
	return object.Shortest
}
