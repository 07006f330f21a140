// Command lox runs all Lox programs below a folder without WebAssembly, and
// prints the steps that each has taken on each engine, as JSON: the other side
// of the test that they are the same in it.
//
//	lox DIR
package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"log"
	"os"
	"strings"

	"github.com/twelvefold/twelvefold/core/lox"
	"github.com/twelvefold/twelvefold/core/world"
)

func main() {
	steps := map[string]int64{}
	dir := os.DirFS(os.Args[1])
	err := fs.WalkDir(dir, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".lox") {
			return err
		}
		source, err := fs.ReadFile(dir, name)
		for _, engine := range []lox.Engine{lox.Fast, lox.Tree} {
			if err == nil {
				steps[string(engine)+" "+name], err = run(engine, string(source))
			}
		}
		return err
	})
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(steps)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// run gives the steps of a program, however it ends.
func run(engine lox.Engine, source string) (int64, error) {
	in, err := lox.Open(world.World{}, lox.Options{Engine: engine, Std: true})
	if err != nil {
		return 0, err
	}
	err = in.Define(lox.Func{Name: "clock", Call: func(context.Context, []lox.Value) (any, error) { return 0.0, nil }})
	if err != nil {
		return 0, err
	}
	_, _ = in.Eval(context.Background(), "main.lox", source) // that it ends as it should is tested elsewhere
	u, err := in.Usage()
	return u.Steps, err
}
