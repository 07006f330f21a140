package syntax

import (
	"runtime"
	"unsafe"
)

// unwindAfter is how much of Go's stack may be in use above the place where the
// host's was last empty, in bytes. The host's frames are about as large.
const unwindAfter = 32 << 10

// base is about that place, as an address in Go's stack.
var base uintptr

// Unwind keeps deep recursion off the host's stack: what walks a tree of any
// depth calls it at each step down. In WebAssembly Go's calls take the host's
// stack beside their own; of that there is about a MB in JavaScript, a tenth of
// what a source of MaxNesting and MaxChain takes, and an overflow of it ends
// the instance. A goroutine that waits for its turn has nothing there: what it
// returns to afterwards is called back from Go's own stack.
func Unwind() {
	var here byte
	sp := uintptr(unsafe.Pointer(&here))
	if base-sp > unwindAfter { // the stack grows down; above base this wraps around
		if sp < base {
			runtime.Gosched()
		}
		base = sp
	}
}
