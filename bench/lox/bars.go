package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// What was promised.
const (
	luaBar    = 1.5 // times as fast as gopher-lua, in the geometric mean
	gojaBar   = 2.5 // as goja
	treeBar   = 3.0 // as our tree-walking engine
	limitsBar = 1.1 // times as long under all limits, at most
	wasmBar   = 5.0 // times as long in WebAssembly in Node, at most
	openBar   = time.Millisecond
	idleBar   = 200 << 10 // bytes
	levelAim  = 0.95      // times as fast as clox: level, within what rounds differ by
)

// verdict is one bar held against the figures.
type verdict struct {
	bar     string
	figures string // empty where nothing was measured
	passed  bool
}

func (v verdict) String() string {
	switch {
	case v.figures == "":
		return "NOT MEASURED  " + v.bar
	case v.passed:
		return fmt.Sprintf("PASSED  %s: %s", v.bar, v.figures)
	}
	return fmt.Sprintf("MISSED  %s: %s", v.bar, v.figures)
}

// bars are the verdicts of what was promised.
func (r result) bars() []verdict {
	return []verdict{
		r.Rows.atLeast(luaBar, whoLua51),
		r.Rows.atLeast(gojaBar, whoGoja),
		r.Rows.atLeast(treeBar, whoTree),
		r.Rows.nowhereBehind(whoLua51, whoGoja, whoTengo, whoStarlark),
		r.Rows.atMost(leastCPU, limitsBar, whoLimits, "in processor time under budget, memory cap, output limit and deadline"),
		r.Rows.atMost(wall, wasmBar, whoWASM, "when it runs in Node for the third time"),
		r.opens(),
		r.idles(),
	}
}

// aims are what we would like.
func (r result) aims() []verdict {
	return []verdict{
		r.Rows.atLeast(1, whoCPython),
		r.Rows.atLeast(levelAim, whoClox),
		r.Rows.atMost(wall, wasmBar, whoFirst, "when it runs in Node for the first time"),
	}
}

// atLeast holds the geometric mean beside a peer against a factor.
func (t table) atLeast(factor float64, who string) verdict {
	v := verdict{bar: fmt.Sprintf("at least %v times as fast as %s, geometric mean", factor, who)}
	if mean, ok := t.mean(wall, who); ok {
		processor, _ := t.mean(cpu, who)
		v.figures, v.passed = fmt.Sprintf("%.2f times (%.2f in processor time)", mean, processor), mean >= factor
	}
	return v
}

// atMost holds what another way of running the fast engine costs.
func (t table) atMost(of metric, factor float64, who, how string) verdict {
	v := verdict{bar: fmt.Sprintf("at most %v times as long %s, geometric mean", factor, how)}
	if mean, ok := t.mean(of, who); ok {
		v.figures, v.passed = fmt.Sprintf("%.3g times", mean), mean <= factor
	}
	return v
}

// nowhereBehind names each program on which one of the peers is faster.
func (t table) nowhereBehind(peers ...string) verdict {
	v := verdict{bar: "behind none of " + strings.Join(peers, ", ") + " on any one program"}
	held := 0
	for _, who := range peers {
		for _, p := range programs() {
			if _, ok := t.times(wall, p.name, who); ok {
				held++
			}
		}
	}
	behind := t.behind(peers)
	if held > 0 {
		v.figures = strings.Join(append([]string{fmt.Sprintf("%d of %d", held-len(behind), held)}, behind...), "; ")
		v.passed = len(behind) == 0
	}
	return v
}

// behind lists where a peer is faster than we are.
func (t table) behind(peers []string) (lines []string) {
	for _, p := range programs() {
		for _, who := range peers {
			if ratio, ok := t.times(wall, p.name, who); ok && ratio < 1 {
				lines = append(lines, fmt.Sprintf("%s: %s takes %.2f times as long as we do", p.name, who, ratio))
			}
		}
	}
	return lines
}

// opens holds the time to open an interpreter.
func (r result) opens() verdict {
	v := verdict{bar: fmt.Sprintf("an interpreter opened in less than %s", openBar)}
	if o, ok := r.opening(whoFast); ok {
		v.figures, v.passed = microseconds(o.Took), o.Took < openBar.Seconds()
	}
	return v
}

// idles holds the memory of an interpreter that has nothing to do.
func (r result) idles() verdict {
	v := verdict{bar: fmt.Sprintf("an idle interpreter below %s", kilobytes(idleBar))}
	if o, ok := r.opening(whoFast); ok {
		v.figures, v.passed = fmt.Sprintf("%s, mean of %d", kilobytes(o.Bytes), opened), o.Bytes < idleBar
	}
	return v
}

func (r result) opening(who string) (opening, bool) {
	i := slices.IndexFunc(r.Openings, func(o opening) bool { return o.Who == who })
	if i < 0 {
		return opening{}, false
	}
	return r.Openings[i], true
}

func microseconds(s float64) string { return fmt.Sprintf("%.0f µs", s*1e6) }

func kilobytes(b float64) string { return fmt.Sprintf("%.0f KiB", b/1024) }
