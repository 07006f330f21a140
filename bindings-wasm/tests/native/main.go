// Command native reads and writes a Bitcask folder without WebAssembly: the
// other side of the tests that share a folder between the two.
//
//	native put DIR KEY VALUE
//	native get DIR KEY
package main

import (
	"fmt"
	"os"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
	"github.com/twelvefold/twelvefold/core/world"
)

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(op, dir string, args []string) error {
	disk, err := osfs.New(dir)
	if err != nil {
		return err
	}
	db, err := bitcask.Open(world.World{FS: disk}, bitcask.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	if op == "put" {
		return db.Put([]byte(args[0]), []byte(args[1]))
	}
	value, err := db.Get([]byte(args[0]))
	fmt.Printf("%s", value)
	return err
}
