package archtest

import "slices"

// CheckImports looks at what each file imports directly.
func (p *Policy) CheckImports(t *Tree) (found []Finding) {
	for _, f := range t.Files {
		for importPath, pos := range f.imports() {
			if text := p.importProblem(f, importPath); text != "" {
				found = append(found, f.at(pos, text))
			}
		}
	}
	return sorted(found)
}

func (p *Policy) importProblem(f *File, importPath string) string {
	if importPath == "C" {
		if !slices.Contains(p.Cgo, f.Folder) {
			return `import "C": cgo lives in bindings-python/native only, so that everything else is one static binary; write it in Go`
		}
		return ""
	}
	if f.Test {
		return ""
	}
	if folder, ours := localPath(importPath); ours {
		return p.ownProblem(f.Folder, folder)
	}
	if !inCore(f.Folder) || slices.Contains(p.TestKits, f.Folder) && isStandard(importPath) {
		return ""
	}
	if isStandard(importPath) {
		return p.standardProblem(f.Folder, importPath)
	}
	return p.thirdPartyProblem(f.Folder, importPath)
}

// ownProblem applies Rooms to an import of our own.
func (p *Policy) ownProblem(from, to string) string {
	if slices.Contains(p.TestKits, to) && !slices.Contains(p.TestKits, from) {
		return "imports " + to + ", a test kit: import it in _test.go files only"
	}
	for _, r := range p.Rooms {
		engine, ok := match(r.Path, from, "")
		if !ok || engine != "" && engine != p.engineOf(from) {
			continue
		}
		if matchAny(r.May, to, engine) && (to != osfs || mayUseDisk(from)) {
			return ""
		}
		if to == osfs {
			return "imports " + osfs + ": only doors choose the disk; take world.FS"
		}
		return "imports " + to + ": " + r.Instead
	}
	return "no room of the policy covers this folder: add it to tools/archtest/policy.go"
}

// osfs is the real disk: doors import it, but for the module, whose host gives
// the files, and what looks from outside.
const osfs = "core/vfs/osfs"

func mayUseDisk(folder string) bool {
	return folder != "." && !inCore(folder) && !within([]string{"bindings-wasm/wasm"}, folder)
}

func (p *Policy) standardProblem(folder, importPath string) string {
	for _, b := range slices.Concat(p.Standard, p.Unreachable) {
		if b.Package == importPath && !within(b.Except, folder) {
			return "imports " + importPath + ": " + b.Instead
		}
	}
	return ""
}

func (p *Policy) thirdPartyProblem(folder, importPath string) string {
	for _, e := range p.ThirdParty {
		if within([]string{e.Path}, importPath) && within(e.Rooms, folder) {
			return ""
		}
	}
	return "imports " + importPath + ": core stands on the standard library; take an interface that the door fills, or add the module to ThirdParty in tools/archtest/policy.go with its reason"
}
