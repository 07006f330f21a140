// Command write writes the programs of package limits into a folder, for the
// runners that are not written in Go.
//
//	go run ./conformance/programs/limits/write DIR
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/twelvefold/twelvefold/conformance/programs/limits"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: write DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "write:", err)
		os.Exit(1)
	}
}

// write leaves nothing in the folder but the programs of today.
func write(dir string) error {
	all, err := limits.Programs()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(dir, "limits")); err != nil {
		return err
	}
	for _, p := range all {
		file := filepath.Join(dir, filepath.FromSlash(p.Path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(p.Source), 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d programs in %s\n", len(all), dir)
	return nil
}
