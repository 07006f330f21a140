package archtest

import (
	"cmp"
	"go/ast"
	"maps"
	"path"
	"slices"
	"strconv"
)

// CheckRooms looks that each engine's folder holds what it should.
func (p *Policy) CheckRooms(t *Tree) (found []Finding) {
	for _, folder := range slices.Sorted(maps.Keys(t.Folders)) {
		if path.Dir(folder) != "core" || p.engineOf(folder) == "" {
			continue
		}
		functions := t.functions(folder)
		for _, f := range p.Furniture {
			if f.With != "" && !slices.Contains(functions, f.With) {
				continue
			}
			if !slices.Contains(t.Folders[folder], f.File) {
				found = append(found, Finding{folder, "has no " + f.File + ": every engine has one (" + f.Why + ")"})
			}
		}
	}
	return found
}

// functions lists the top-level functions of a folder's product code.
func (t *Tree) functions(folder string) (names []string) {
	for _, f := range t.Files {
		if f.Folder != folder || f.Go == nil || f.Test {
			continue
		}
		for _, d := range f.Go.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
				names = append(names, fn.Name.Name)
			}
		}
	}
	return names
}

// CheckLength looks for files that got too long to read.
func (p *Policy) CheckLength(t *Tree) (found []Finding) {
	for _, f := range t.Files {
		if f.Lines <= p.MaxLines || f.Generated ||
			slices.ContainsFunc(p.Tables, func(e Exception) bool { return e.Path == f.Path }) {
			continue
		}
		found = append(found, Finding{f.Path, "has " + strconv.Itoa(f.Lines) + " lines, over " + strconv.Itoa(p.MaxLines) +
			": split it, one idea per file; a table is listed in Tables in tools/archtest/policy.go"})
	}
	return found
}

func sorted(found []Finding) []Finding {
	slices.SortFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Text, b.Text))
	})
	return found
}
