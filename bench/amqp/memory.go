package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// stat is what we read of /proc/PID/stat, see proc(5).
type stat struct {
	pid, parent int
	ticks       int // of processor time, user and system, 100 a second
	pages       int // resident
}

func parseStat(text string) (s stat, ok bool) {
	// The command's name, in parentheses, may hold anything: count from its end.
	name := strings.LastIndexByte(text, ')')
	if name < 0 {
		return s, false
	}
	fields := strings.Fields(text[name+1:]) // from field 3 on
	if len(fields) < 22 {
		return s, false
	}
	number := func(field int) int {
		n, _ := strconv.Atoi(fields[field-3])
		return n
	}
	s.pid, _ = strconv.Atoi(strings.Fields(text)[0])
	return stat{s.pid, number(4), number(14) + number(15), number(24)}, true
}

// processTree gives a process and all that descend from it.
func processTree(root int) (tree []stat) {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	children := map[int][]stat{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended meanwhile
		}
		s, ok := parseStat(string(text))
		if !ok {
			continue
		}
		children[s.parent] = append(children[s.parent], s)
		if s.pid == root {
			tree = append(tree, s)
		}
	}
	for i := 0; i < len(tree); i++ {
		tree = append(tree, children[tree[i].pid]...)
	}
	return tree
}

// resident memory of a process tree, bytes.
func resident(root int) float64 {
	pages := 0
	for _, s := range processTree(root) {
		pages += s.pages
	}
	return float64(pages * os.Getpagesize())
}

// settled is the memory of the broker once it has come to rest.
func (r *run) settled() float64 {
	time.Sleep(2 * time.Second)
	return resident(r.broker.PID())
}

// peak samples the broker's memory until the returned function is called, which
// gives the largest sample.
func (r *run) peak() func() float64 {
	stop := make(chan struct{})
	highest := resident(r.broker.PID())
	var sampler sync.WaitGroup
	sampler.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Millisecond):
				highest = max(highest, resident(r.broker.PID()))
			}
		}
	})
	return func() float64 {
		close(stop)
		sampler.Wait()
		return highest
	}
}
