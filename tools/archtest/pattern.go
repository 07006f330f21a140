package archtest

import (
	"path"
	"slices"
	"strings"
)

// match compares a folder with a pattern of Policy and gives what <engine>
// stands for. engine, if not "", is what it must stand for.
func match(pattern, folder, engine string) (string, bool) {
	if pattern == "." || folder == "." {
		return engine, pattern == folder || pattern == "**"
	}
	return matchParts(strings.Split(pattern, "/"), strings.Split(folder, "/"), engine)
}

func matchParts(pattern, parts []string, engine string) (string, bool) {
	if len(pattern) == 0 {
		return engine, len(parts) == 0
	}
	switch head := pattern[0]; {
	case head == "**":
		for n := range len(parts) + 1 {
			if e, ok := matchParts(pattern[1:], parts[n:], engine); ok {
				return e, true
			}
		}
		return "", false
	case len(parts) == 0:
		return "", false
	case head == "<engine>":
		if engine != "" && engine != parts[0] {
			return "", false
		}
		engine = parts[0]
	case head != "*" && head != parts[0]:
		return "", false
	}
	return matchParts(pattern[1:], parts[1:], engine)
}

// matchAny reports whether one of the patterns fits.
func matchAny(patterns []string, folder, engine string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		_, ok := match(p, folder, engine)
		return ok
	})
}

// engineOf gives the engine to whose room a folder of core belongs, "" for
// the common rooms and all outside core.
func (p *Policy) engineOf(folder string) string {
	parts := strings.Split(folder, "/")
	if len(parts) < 2 || parts[0] != "core" || slices.Contains(p.Common, path.Join(parts[:2]...)) {
		return ""
	}
	return parts[1]
}

// within reports whether folder is one of rooms or lies below it.
func within(rooms []string, folder string) bool {
	return slices.ContainsFunc(rooms, func(r string) bool {
		return folder == r || strings.HasPrefix(folder, r+"/")
	})
}

func inCore(folder string) bool { return within([]string{"core"}, folder) }
