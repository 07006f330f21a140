package archtest

import (
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
)

// CheckSymbols looks for functions that core does not use, and for init.
func (p *Policy) CheckSymbols(t *Tree) (found []Finding) {
	for _, f := range t.Files {
		if f.Go == nil || f.Test || !inCore(f.Folder) || slices.Contains(p.TestKits, f.Folder) {
			continue
		}
		names := localNames(f.Go)
		ast.Inspect(f.Go, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if id, ok := n.X.(*ast.Ident); ok && names[id.Name] != "" {
					if instead := p.symbolProblem(f.Folder, names[id.Name], n.Sel.Name); instead != "" {
						found = append(found, f.at(n.Pos(), "uses "+id.Name+"."+n.Sel.Name+": "+instead))
					}
				}
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					found = append(found, f.at(n.Pos(), "declares init: list what there is in one visible table, and build it in Open or a package variable"))
				}
			}
			return true
		})
	}
	return sorted(found)
}

// localNames maps the names that a file gives its imports to their paths. A
// dot import can't be followed, and is not our style; gofmt leaves no doubt
// about the rest.
func localNames(f *ast.File) map[string]string {
	names := map[string]string{}
	for _, spec := range f.Imports {
		importPath, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(importPath)
		if strings.HasPrefix(name, "v") && strings.Trim(name[1:], "0123456789") == "" { // math/rand/v2
			name = path.Base(path.Dir(importPath))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = importPath
	}
	return names
}

func (p *Policy) symbolProblem(folder, importPath, name string) string {
	for _, s := range p.Symbols {
		if s.Package != importPath || within(s.Except, folder) {
			continue
		}
		if slices.Contains(s.Names, name) || s.Names == nil && !slices.Contains(s.But, name) {
			return s.Instead
		}
	}
	return ""
}
