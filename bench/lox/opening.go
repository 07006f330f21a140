package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// opened is how many interpreters are opened and kept.
const opened = 1000

// opening is what an interpreter costs that has nothing to do.
type opening struct {
	Who   string
	Took  float64 // seconds to open one and to run an empty program on it: the median
	Bytes float64 // that one holds then: the mean
}

// open opens interpreters in this process. Each runs an empty program, because
// one that allocates its stack at the first run holds nothing before.
func open(compile compileFunc, who string) (opening, error) {
	kept := make([]func() error, 0, opened)
	took := make([]float64, 0, opened)
	before := heldBytes()
	for range opened {
		began := time.Now()
		run, err := compile("", io.Discard)
		if err == nil {
			err = run()
		}
		if err != nil {
			return opening{}, err
		}
		took = append(took, time.Since(began).Seconds())
		kept = append(kept, run)
	}
	held := heldBytes() - before
	runtime.KeepAlive(kept)
	return opening{who, median(took), held / opened}, nil
}

// heldBytes is what this process holds after a collection: on the heap, and in
// the stacks of its goroutines.
func heldBytes() float64 {
	runtime.GC()
	runtime.GC() // what the first one's finalizers let go of
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc + m.StackInuse)
}

// openings of all contenders that are Go packages. Each is a child, so that
// no other's garbage is counted.
func openings(contenders []contender) (all []opening, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	for _, c := range contenders {
		if _, ok := engines()[c.who]; !ok {
			continue
		}
		s, err := execute(exec.Command(self, openArgument, c.who, ""))
		if err != nil {
			return nil, err
		}
		var o opening
		if err := json.Unmarshal([]byte(s.Output), &o); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}
