package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// bench measures contenders on programs.
type bench struct {
	dir        string // where the sources lie
	programs   []program
	contenders []contender
	rounds     int
	table      table
	outputs    map[string]string // a program's, as its first contender printed it
}

// measure goes around rounds times: in each, every program runs on every
// contender before the next program does, so that other work on the machine
// disturbs all of them alike.
func (b *bench) measure() error {
	b.outputs = map[string]string{}
	for round := range b.rounds {
		for _, p := range b.programs {
			fmt.Fprintf(os.Stderr, "round %d of %d: %s\n", round+1, b.rounds, p.name)
			for _, c := range b.contenders {
				if err := b.turn(c, p.name); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// turn measures a contender on one program, and beside it what its process
// takes for none.
func (b *bench) turn(c contender, name string) error {
	if !c.timed {
		if err := b.one(c, emptyName); err != nil {
			return err
		}
	}
	return b.one(c, name)
}

// one runs and records one sample. A wrong output ends the run: the time of
// another computation is none.
func (b *bench) one(c contender, name string) error {
	s, err := c.run(b.dir, name)
	if err != nil {
		return err
	}
	if first, ok := b.outputs[name]; !ok {
		b.outputs[name] = s.Output
	} else if !sameLines(first, s.Output) {
		return fmt.Errorf("%s on %s printed %q, another %q", name, c.who, s.Output, first)
	}
	b.table.add(name, c.who, s)
	return nil
}

// sameLines compares two outputs. Lines that are numbers are the same if their
// values are: languages write 34 and 34.0.
func sameLines(a, b string) bool {
	left, right := strings.Fields(a), strings.Fields(b)
	if len(left) != len(right) {
		return false
	}
	for i := range left {
		x, errX := strconv.ParseFloat(left[i], 64)
		y, errY := strconv.ParseFloat(right[i], 64)
		if numbers := errX == nil && errY == nil; numbers && x != y || !numbers && left[i] != right[i] {
			return false
		}
	}
	return true
}
