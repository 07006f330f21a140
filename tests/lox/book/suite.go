package main

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/twelvefold/twelvefold/tests/lox/judge"
)

// suiteSize is how many programs the suite has since its last change, in 2020.
// Another number means that the folder is not the book's, or not whole.
const suiteSize = 246

// skipped are the folders that the suite clox leaves out: programs for chapters
// whose interpreter could only scan, or only evaluate one expression.
var skipped = []string{"test/scanning", "test/expressions"}

// load finds the programs of the suite in a checkout.
func load(book fs.FS) ([]program, error) {
	var all []program
	err := fs.WalkDir(book, "test", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(skipped, file):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(file) != ".lox" || strings.Contains(file, "benchmark"):
			return nil
		}
		source, err := fs.ReadFile(book, file)
		if err != nil {
			return err
		}
		p, isTest, err := parse(file, string(source))
		if isTest {
			all = append(all, p)
		}
		return err
	})
	if err == nil && len(all) != suiteSize {
		err = fmt.Errorf("the checkout has %d test programs, and the book %d", len(all), suiteSize)
	}
	return all, err
}

// judge runs a program of the checkout and gives what was not as expected.
func (p program) judge(command judge.Command, book string) []string {
	outcome, err := command.Run(filepath.Join(book, filepath.FromSlash(p.path)))
	if err != nil {
		return []string{err.Error()}
	}
	return p.check(outcome)
}
