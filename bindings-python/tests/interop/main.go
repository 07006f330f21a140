// Command interop is the Go side of the test that Go and Python open each
// other's Bitcask folders.
//
//	interop write DIR   puts three keys
//	interop read DIR    prints each key and value, sorted, in hexadecimal
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/twelvefold/twelvefold/core/bitcask"
	"github.com/twelvefold/twelvefold/core/vfs/osfs"
	"github.com/twelvefold/twelvefold/core/world"
)

// pairs hold what a text would lose: a NUL, bytes that are not UTF-8, nothing.
var pairs = [][2]string{
	{"go", "hello from Go"},
	{"nul\x00key", "\x00\xff\xfe"},
	{"\xffempty", ""},
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: interop write|read DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "interop:", err)
		os.Exit(1)
	}
}

func run(what, dir string) (err error) {
	folder, err := osfs.New(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	db, err := bitcask.Open(world.World{FS: folder}, bitcask.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if what == "write" {
		for _, p := range pairs {
			if err := db.Put([]byte(p[0]), []byte(p[1])); err != nil {
				return err
			}
		}
		return nil
	}
	return db.Scan(nil, func(key, value []byte) bool {
		fmt.Printf("%x %x\n", key, value)
		return true
	})
}
