package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"
)

func main() {
	out := flag.String("out", "../docs/bench", "folder for the report and its plots")
	perRound := flag.Duration("time", 500*time.Millisecond, "how long each contender runs in each round")
	rounds := flag.Int("rounds", 5, "rounds per task")
	bin := flag.String("bin", "../bin/twelvefold", "the binary that serves redis and REST")
	python := flag.String("python", "python3", "an interpreter with the wheel installed; empty leaves out the doors in other languages")
	node := flag.String("node", "node", "the folder of doors.mjs, from which the npm package can be imported")
	only := flag.String("only", "lru,bitcask,redis,doors", "what to run")
	flag.Parse()

	b := &bench{perRound: *perRound, rounds: *rounds}
	dir := must(os.MkdirTemp("", "twelvefold-bench"))
	defer os.RemoveAll(dir)
	redisAddr, httpURL, stop := serve(*bin, dir)
	defer stop()
	for _, part := range []struct {
		name string
		run  func()
	}{
		{"lru", b.lru},
		{"bitcask", func() { b.bitcask(dir) }},
		{"redis", func() { b.redis(redisAddr) }},
		{"doors", func() { b.doors(httpURL, programs{*python, *node}) }},
	} {
		if strings.Contains(*only, part.name) {
			fmt.Fprintln(os.Stderr, "bench:", part.name)
			part.run()
		}
	}
	check(write(*out, b))
	fmt.Println(filepath.Join(*out, "README.md"))
}

// serve starts the binary on free ports, everything in memory.
func serve(bin, dir string) (redisAddr, httpURL string, stop func()) {
	ready := filepath.Join(dir, "ready.json")
	cmd := exec.Command(bin, "serve", "--ports", "auto", "--ready-file", ready)
	check(cmd.Start())
	var listening struct {
		Engines map[string]struct{ Addr, URL string }
	}
	for range 500 {
		if text, err := os.ReadFile(ready); err == nil {
			check(json.Unmarshal(text, &listening))
			return listening.Engines["redis"].Addr, listening.Engines["http"].URL, func() { stopProcess(cmd) }
		}
		time.Sleep(10 * time.Millisecond)
	}
	panic("bench: " + bin + " did not become ready")
}

// peers names the modules beside which we measure, with their versions.
func peers() string {
	info, _ := debug.ReadBuildInfo()
	var found []string
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/hashicorp/golang-lru/v2", "github.com/maypok86/otter/v2", "go.etcd.io/bbolt",
			"github.com/dgraph-io/badger/v4", "github.com/cockroachdb/pebble/v2":
			found = append(found, m.Path+" "+m.Version)
		}
	}
	return strings.Join(found, ", ")
}
