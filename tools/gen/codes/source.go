package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// source is what the two files say, in their order: it becomes the order of
// everything generated.
type source struct {
	codes   []errorCode
	engines []engineEntry
}

type errorCode struct {
	name   string
	Status int    `yaml:"status"`
	Text   string `yaml:"text"`
}

type engineEntry struct {
	name         string
	Summary      string    `yaml:"summary"`
	Node         yaml.Node `yaml:"capabilities"`
	capabilities []capability
}

type capability struct{ name, text string }

// names are lower_snake words, so that every language can spell them.
var wordPattern = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

func load(dir string) (src source, err error) {
	err = eachEntry(filepath.Join(dir, "errors.yaml"), func(name string, n *yaml.Node) error {
		c := errorCode{name: name}
		if err := n.Decode(&c); err != nil {
			return err
		}
		if c.Status < 400 || c.Status > 599 || c.Text == "" {
			return fmt.Errorf("%s: status must be an HTTP error, text a sentence", name)
		}
		src.codes = append(src.codes, c)
		return nil
	})
	if err != nil {
		return src, err
	}
	err = eachEntry(filepath.Join(dir, "capabilities.yaml"), func(name string, n *yaml.Node) error {
		e := engineEntry{name: name}
		if err := n.Decode(&e); err != nil {
			return err
		}
		src.engines = append(src.engines, e)
		last := &src.engines[len(src.engines)-1]
		return eachPair(&e.Node, func(name string, n *yaml.Node) error {
			last.capabilities = append(last.capabilities, capability{name, n.Value})
			return nil
		})
	})
	return src, err
}

// eachEntry reads a YAML file that is one mapping. yaml.Node keeps its order,
// which a Go map would lose.
func eachEntry(path string, f func(name string, n *yaml.Node) error) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if len(doc.Content) == 0 {
		return fmt.Errorf("%s: empty", path)
	}
	if err := eachPair(doc.Content[0], f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func eachPair(n *yaml.Node, f func(name string, n *yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: not a mapping", n.Line)
	}
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		name := n.Content[i].Value
		if !wordPattern.MatchString(name) || seen[name] {
			return fmt.Errorf("line %d: %q is not a new lower_snake word", n.Content[i].Line, name)
		}
		seen[name] = true
		if err := f(name, n.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// goName spells a word as Go does: "not_found" is NotFound, "io" is IO.
func goName(word string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(word, "_") {
		if part == "io" || strings.HasPrefix(part, "resp") {
			b.WriteString(strings.ToUpper(part))
			continue
		}
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}
