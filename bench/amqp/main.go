package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/twelvefold/twelvefold/bench/machine"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == nullArgument {
		serveNull()
		return
	}
	out := flag.String("out", "", "folder for amqp.md, its plots and its figures; empty only prints")
	from := flag.String("from", "", "amqp.json of an earlier run: report it again, measure nothing")
	bin := flag.String("bin", "../bin/twelvefold", "the binary that serves")
	temp := flag.String("dir", os.TempDir(), "where the brokers' folders are made; it decides which disk is measured")
	only := flag.String("only", "", "tasks to run, as in confirms,consume (default: all)")
	who := flag.String("who", "", "contenders to run, by the beginning of their names, as in twelve,null (default: all)")
	quick := flag.Bool("quick", false, "one short round, a tenth of the counts: no figures to publish")
	rounds := flag.Int("rounds", 3, "rounds per figure")
	perRound := flag.Duration("time", 2*time.Second, "how long a round measures")
	flag.Parse()

	var result Result
	if *from != "" {
		check(json.Unmarshal(must(os.ReadFile(*from)), &result))
	} else {
		dir := must(os.MkdirTemp(*temp, "twelvefold-bench-amqp"))
		defer os.RemoveAll(dir)
		b := &bench{dir: dir, only: list(*only), who: list(*who), quick: *quick, rounds: *rounds, perRound: *perRound}
		if b.quick {
			b.rounds, b.perRound = 1, b.perRound/4
		}
		result = b.measure(contenders(*bin))
	}
	printVerdicts(os.Stdout, result.Rows)
	if *out != "" {
		check(write(mkdir(*out), result))
		fmt.Println(filepath.Join(*out, "amqp.md"))
	}
}

// Result is a run's outcome, as amqp.json keeps it.
type Result struct {
	Machine string
	Quick   bool
	Rounds  int
	Took    time.Duration
	Loads   []string // the machine's load average before each contender
	Rows    table
}

// bench measures contenders one after the other.
type bench struct {
	dir       string
	only, who []string // empty is all
	quick     bool
	rounds    int
	perRound  time.Duration
	result    Result
}

// measure runs the contenders one after the other: what does not run disturbs
// nobody.
func (b *bench) measure(contenders []contender) Result {
	began := time.Now()
	b.result.Machine, b.result.Quick, b.result.Rounds = machine.Description(), b.quick, b.rounds
	if wanted(b.only, "confirms") && wanted(b.who, whoLoop) {
		syncLoop(b.dir, b.rounds, b.perRound, (*[]Row)(&b.result.Rows))
	}
	for _, c := range contenders {
		if !wanted(b.who, c.who) {
			continue
		}
		b.result.Loads = append(b.result.Loads, c.who+" "+machine.Load())
		for _, t := range tasks() {
			if wanted(b.only, t.name) && (c.stores || t.limit) {
				b.task(c, t)
			}
		}
	}
	b.result.Took = time.Since(began)
	return b.result
}

// task runs one task on a broker of its own.
func (b *bench) task(c contender, t task) {
	dir := mkdir(filepath.Join(b.dir, "data"))
	defer os.RemoveAll(dir)
	r := &run{contender: c, task: t, dir: dir, quick: b.quick, rounds: b.rounds, perRound: b.perRound, rows: (*[]Row)(&b.result.Rows)}
	r.broker = must(c.start(mkdir(filepath.Join(dir, "broker"))))
	defer func() { check(r.broker.Stop()) }() // the task may have started another
	t.do(r)
}

// list splits a flag at its commas; "" is an empty list.
func list(text string) []string {
	return strings.FieldsFunc(text, func(c rune) bool { return c == ',' })
}

// wanted tells whether a name begins with one of those chosen; none chooses all.
func wanted(chosen []string, name string) bool {
	begins := func(c string) bool { return strings.HasPrefix(strings.ToLower(name), strings.ToLower(c)) }
	return len(chosen) == 0 || slices.ContainsFunc(chosen, begins)
}

// mkdir gives the folder, which is there then.
func mkdir(dir string) string {
	check(os.MkdirAll(dir, 0o755))
	return dir
}
