package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Graph is who imports whom on one platform, product code only: what go list
// -deps gives.
type Graph map[string][]string

// LoadGraph asks the go command for all that core needs on a platform. dir is
// the module's root.
func LoadGraph(dir string, on Platform) (Graph, error) {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports", "./core/...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+on.GOOS, "GOARCH="+on.GOARCH, "CGO_ENABLED=0")
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("go list on %s: %w: %s", on.GOOS, err, &complaint)
	}
	g := Graph{}
	for dec := json.NewDecoder(&out); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return g, nil
		} else if err != nil {
			return nil, err
		}
		g[p.ImportPath] = p.Imports
	}
}

// CheckReach looks for packages of core that reach, through whomever, what
// core must not; the finding shows the shortest way. Only the last package of
// ours on the way is named, since that is where to change something.
func (p *Policy) CheckReach(g Graph, on Platform) (found []Finding) {
	for from := range g {
		folder, ours := localPath(from)
		if !ours || !inCore(folder) || slices.Contains(p.TestKits, folder) {
			continue
		}
		for _, b := range p.Unreachable {
			if way := g.way(from, b.Package); way != nil {
				found = append(found, Finding{folder, "reaches " + b.Package + " on " + on.GOOS +
					" (" + strings.Join(way, " > ") + "): " + b.Instead})
			}
		}
	}
	return sorted(found)
}

// way is the shortest chain of imports from one package to another that
// passes no further package of ours.
func (g Graph) way(from, to string) []string {
	type step struct {
		at   string
		back *step
	}
	seen := map[string]bool{from: true}
	for queue := []*step{{at: from}}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if s.at == to {
			var way []string
			for ; s != nil; s = s.back {
				way = append(way, s.at)
			}
			slices.Reverse(way)
			return way
		}
		for _, next := range g[s.at] {
			if _, ours := localPath(next); !seen[next] && !ours {
				seen[next] = true
				queue = append(queue, &step{next, s})
			}
		}
	}
	return nil
}
